import {writeFile} from 'node:fs/promises';
import {expect, test} from 'vitest';
import {passwordOf, startPatient} from './support.ts';

const atHost = (lines: readonly string[]): readonly string[] => lines.filter(line => !line.startsWith('SQL Server'));
const afterwards = (lines: readonly string[], part: string): readonly string[] =>
	lines.slice(lines.findIndex(line => line.startsWith(part)));

test('a host that is well is examined to its end, and stale data is a warning only', async () => {
	await using patient = await startPatient();
	const {code, lines, report, progress} = await patient.examine({host: ({data}) => ({data: data.slice(0, 1)})});
	expect(lines).toMatchInlineSnapshot(`
		[
		  "Connection · name · ok · 127.0.0.1 is an address",
		  "Connection · TCP · ok · to 127.0.0.1 port PORT",
		  "Connection · host key · ok · ecdsa-sha2-nistp256 SHA256:KEY, known",
		  "Connection · login · ok · as user with KEYFILE",
		  "Shell · shell · ok · sh answers on SYSTEM",
		  "Docker · Docker socket · ok · /var/run/docker.sock opens",
		  "Docker · Docker Engine · ok · 20.10.24 (API 1.41) on er-forecast",
		  "Docker · compose · ok · 5 services in er-forecast",
		  "SQL Server patients · network · ok · sql01 is 127.0.0.1, tcp to port 1433 through user@er-forecast",
		  "SQL Server patients · tls · ok · certificate verified, of localhost until DAY, TLS 1.2 with ECDHE-ECDSA-AES128-GCM-SHA256",
		  "SQL Server patients · login · ok · as er_reader",
		  "SQL Server patients · database · ok · ER",
		  "SQL Server patients · procedure · ok · dbo.GetLatestPatientData answers",
		  "SQL Server patients · rows · ok · 128 rows",
		  "SQL Server patients · timestamp · ok · RegisteredAt 2026-11-20 06:00:00 in Europe/Stockholm",
		  "SQL Server patients · age · warning (old) · 1d 7h old, limit 1d; the way is fine, \`mlops-tui check\` judges the data",
		  "    Fix: ask why no newer rows arrive: whoever fills ER owns the import",
		]
	`);
	expect(code).toBe(1);
	expect(report.steps.every(({ms}) => ms !== null)).toBe(true);
	expect(progress).toContain('host key …');
	expect(progress.at(-1)).toBe('');
});

test('a refused login ends the way, and says what was tried', async () => {
	await using patient = await startPatient();
	const {code, lines} = await patient.examine({target: {user: 'nobody'}, host: ({data}) => ({data: data.slice(0, 1)})});
	expect(lines).toMatchInlineSnapshot(`
		[
		  "Connection · name · ok · 127.0.0.1 is an address",
		  "Connection · TCP · ok · to 127.0.0.1 port PORT",
		  "Connection · host key · ok · ecdsa-sha2-nistp256 SHA256:KEY, known",
		  "Connection · login · failed (login) · the server refused all that was tried for nobody: KEYFILE",
		  "    Fix: check the user and the key, or add your key there with \`ssh-copy-id\`",
		  "Shell · shell · not reached",
		  "Docker · Docker socket · not reached",
		  "Docker · Docker Engine · not reached",
		  "Docker · compose · not reached",
		  "SQL Server patients · network · not reached",
		  "SQL Server patients · tls · not reached",
		  "SQL Server patients · login · not reached",
		  "SQL Server patients · database · not reached",
		  "SQL Server patients · procedure · not reached",
		  "SQL Server patients · rows · not reached",
		  "SQL Server patients · timestamp · not reached",
		  "SQL Server patients · age · not reached",
		]
	`);
	expect(code).toBe(2);
});

test('a changed host key is told apart from a login', async () => {
	await using patient = await startPatient();
	await using other = await startPatient();
	const [file = ''] = patient.practice.target.knownHostsFiles;
	const {type, public: key} = other.practice.ssh.hostKey;
	await writeFile(file, `er-forecast ${type} ${key}\n`);
	const {code, lines} = await patient.examine({host: () => ({data: []})});
	expect(lines).toMatchInlineSnapshot(`
		[
		  "Connection · name · ok · 127.0.0.1 is an address",
		  "Connection · TCP · ok · to 127.0.0.1 port PORT",
		  "Connection · host key · failed (hostkey) · its host key (ecdsa-sha2-nistp256 SHA256:KEY) is not the one in KNOWN_HOSTS line 1: the server was reinstalled, or somebody is in between",
		  "    Fix: ask its owner whether the key was changed; if so, run \`ssh-keygen -R er-forecast -f KNOWN_HOSTS\` and connect again",
		  "Connection · login · not reached",
		  "Shell · shell · not reached",
		  "Docker · Docker socket · not reached",
		  "Docker · Docker Engine · not reached",
		  "Docker · compose · not reached",
		]
	`);
	expect(code).toBe(2);
});

test('a port on which nothing listens is no name and no key', async () => {
	await using patient = await startPatient();
	const port = patient.practice.ssh.port;
	await patient.practice.ssh[Symbol.asyncDispose]();
	const {lines} = await patient.examine({target: {port}, host: () => ({data: []})});
	expect(lines.slice(0, 4)).toMatchInlineSnapshot(`
		[
		  "Connection · name · ok · 127.0.0.1 is an address",
		  "Connection · TCP · failed (refused) · nothing listens on port PORT of 127.0.0.1",
		  "    Fix: check the port, and that the SSH server runs there",
		  "Connection · host key · not reached",
		]
	`);
});

test('a missing socket of Docker hides neither the shell nor SQL Server', async () => {
	await using patient = await startPatient();
	const {code, lines, report} = await patient.examine({host: () => ({socket: '/no/such.sock'})});
	expect(atHost(lines).filter(line => !line.startsWith('    Fix'))).toMatchInlineSnapshot(`
		[
		  "Connection · name · ok · 127.0.0.1 is an address",
		  "Connection · TCP · ok · to 127.0.0.1 port PORT",
		  "Connection · host key · ok · ecdsa-sha2-nistp256 SHA256:KEY, known",
		  "Connection · login · ok · as user with KEYFILE",
		  "Shell · shell · ok · sh answers on SYSTEM",
		  "Docker · Docker socket · failed (socket) · there is no socket at /no/such.sock",
		  "Docker · Docker Engine · not reached",
		  "Docker · compose · not reached",
		]
	`);
	expect(report.steps.find(({step}) => step === 'Docker socket')?.problem?.next).toMatch(
		/^(?:set `docker: \{socket: \/|start Docker there|install Docker on)/,
	);
	expect(report.steps.filter(({step, status}) => step === 'rows' && status === 'ok')).toHaveLength(2);
	expect(code).toBe(2);
});

test('a host that allows no commands is still examined over its tunnels', async () => {
	await using patient = await startPatient();
	patient.practice.ssh.faults.exec = 'refused';
	const {lines} = await patient.examine({host: () => ({data: []})});
	expect(afterwards(lines, 'Shell')).toMatchInlineSnapshot(`
		[
		  "Shell · shell · failed (shell) · the server opened no session for it",
		  "    Fix: check that this user may run commands, and \`MaxSessions\` in its sshd_config",
		  "Docker · Docker socket · ok · /var/run/docker.sock opens",
		  "Docker · Docker Engine · ok · 20.10.24 (API 1.41) on er-forecast",
		  "Docker · compose · ok · 5 services in er-forecast",
		  "SQL Server · checks · skipped · none is configured under \`data:\`",
		]
	`);
});

test('where tunnels are refused Docker is reached by its command, and SQL Server is not', async () => {
	await using patient = await startPatient();
	patient.practice.ssh.faults.forwarding = 'refused';
	const {report} = await patient.examine({host: ({data}) => ({data: data.slice(0, 1)})});
	expect(report.steps.find(({step}) => step === 'Docker socket')).toMatchObject({
		status: 'ok',
		evidence: '/var/run/docker.sock, by the docker command since the SSH server allows no tunnel to it',
	});
	expect(report.steps.find(({step}) => step === 'network')).toMatchObject({
		status: 'failed',
		problem: {why: expect.any(String)},
	});
});

test('a login that SQL Server refuses is named, and Docker is well', async () => {
	await using patient = await startPatient();
	const {code, lines, printed} = await patient.examine({
		host: ({data}) => ({
			data: data
				.slice(0, 1)
				.map(check => Object.assign({}, check, {login: {...check.login, password: async () => 'wrong-Passw0rd'}})),
		}),
	});
	expect(afterwards(lines, 'SQL Server')).toMatchInlineSnapshot(`
		[
		  "SQL Server patients · network · ok · sql01 is 127.0.0.1, tcp to port 1433 through user@er-forecast",
		  "SQL Server patients · tls · ok · certificate verified, of localhost until DAY, TLS 1.2 with ECDHE-ECDSA-AES128-GCM-SHA256",
		  "SQL Server patients · login · failed (login) · 18456: Login failed for user 'er_reader'",
		  "    Fix: check \`user\` and \`password\` in the config, then ask the database team whether the login exists",
		  "SQL Server patients · database · not reached",
		  "SQL Server patients · procedure · not reached",
		  "SQL Server patients · rows · not reached",
		  "SQL Server patients · timestamp · not reached",
		  "SQL Server patients · age · not reached",
		]
	`);
	expect(printed).not.toContain('wrong-Passw0rd');
	expect(code).toBe(2);
});

test('a procedure that is not there is named', async () => {
	await using patient = await startPatient();
	const {code, lines} = await patient.examine({
		host: ({data}) => ({data: data.slice(0, 1).map(check => Object.assign({}, check, {procedure: 'dbo.Gone'}))}),
	});
	expect(afterwards(lines, 'SQL Server').slice(4)).toMatchInlineSnapshot(`
		[
		  "SQL Server patients · procedure · failed (missing) · 2812: Could not find stored procedure 'dbo.Gone'",
		  "    Fix: check \`procedure\` and \`database\` in the config, then ask the database team what it is called",
		  "SQL Server patients · rows · not reached",
		  "SQL Server patients · timestamp · not reached",
		  "SQL Server patients · age · not reached",
		]
	`);
	expect(code).toBe(2);
});

test('a check that the config keeps from being made says so before its steps', async () => {
	await using patient = await startPatient();
	const {lines} = await patient.examine({
		host: ({data}) => ({data: data.slice(0, 1).map(check => Object.assign({}, check, {procedure: 'sp_who'}))}),
	});
	expect(afterwards(lines, 'SQL Server').slice(0, 3)).toMatchInlineSnapshot(`
		[
		  "SQL Server patients · config · failed (procedure) · the config names the procedure "sp_who", but names that start with sp_ or xp_ belong to SQL Server itself",
		  "    Fix: set \`procedure\` in the config to one such as dbo.GetLatestPatientData",
		  "SQL Server patients · network · not reached",
		]
	`);
});

test('a compose file that is not there is named', async () => {
	await using patient = await startPatient();
	const {lines} = await patient.examine({host: () => ({services: ['gone.yml'], data: []})});
	expect(afterwards(lines, 'Docker · compose')).toMatchInlineSnapshot(`
		[
		  "Docker · compose · failed (compose) · it does not exist",
		  "    Fix: check the path in your config and the directory it is relative to",
		  "SQL Server · checks · skipped · none is configured under \`data:\`",
		]
	`);
});

test('this machine has no way to it, and no check is nothing bad', async () => {
	await using patient = await startPatient();
	const {lines} = await patient.examine({
		host: () => ({ssh: undefined, socket: '/no/such.sock', data: []}),
	});
	expect(lines.filter(line => !line.startsWith('    Fix'))).toMatchInlineSnapshot(`
		[
		  "Connection · name · skipped · this machine, without SSH",
		  "Connection · TCP · skipped · this machine, without SSH",
		  "Connection · host key · skipped · this machine, without SSH",
		  "Connection · login · skipped · this machine, without SSH",
		  "Shell · shell · ok · sh answers on SYSTEM",
		  "Docker · Docker socket · failed (socket) · there is no socket at /no/such.sock",
		  "Docker · Docker Engine · not reached",
		  "Docker · compose · not reached",
		  "SQL Server · checks · skipped · none is configured under \`data:\`",
		]
	`);
});

test('a password is nowhere in the report', async () => {
	await using patient = await startPatient();
	const secret = await passwordOf(patient.practice);
	const {printed} = await patient.examine();
	expect(printed).not.toContain(secret);
});
