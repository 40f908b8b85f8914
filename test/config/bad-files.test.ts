import {expect, test} from 'vitest';
import {printable} from '../../source/domain/printable.ts';
import {fileWithCheck, sentences} from './support.ts';

const inHost = (...lines: string[]) => ['hosts:', '  er:', ...lines.map(line => `    ${line}`)].join('\n');
const inCheck = (...lines: string[]) =>
	inHost(
		'data:',
		'  patients:',
		...['server: sql01', 'database: ER', 'user: reader', 'password: x', 'procedure: dbo.Latest', ...lines].map(
			line => `    ${line}`,
		),
	);
const check = 'hosts.er.data.patients';
const entra = (kind: string, ids: Readonly<Record<string, string>> = {}) => ({
	authentication: {type: `azure-active-directory-${kind}`, ...ids},
});

const bombs = ['a', 'b', 'c', 'd', 'e', 'f']
	.map(
		(name, index, all) =>
			`${name}: &${name} [${Array.from({length: 9}, () => (index === 0 ? 'x' : `*${all[index - 1]}`)).join(', ')}]`,
	)
	.join('\n');

test.each<[string, string, string]>([
	[
		'an empty file',
		'',
		'1:1: expected the key hosts, but the file is empty. Correct line 1 and start mlops-tui again.',
	],
	[
		'only a comment',
		'# later\n',
		'1:1: expected the key hosts, but the file is empty. Correct line 1 and start mlops-tui again.',
	],
	['text', 'hello', '1:1: expected the key hosts, got text. Correct line 1 and start mlops-tui again.'],
	['a list', '- er', '1:1: expected the key hosts, got a list. Correct line 1 and start mlops-tui again.'],
	[
		'no hosts',
		'hosts: {}',
		'1:1 hosts: expected at least one host, got keys with values. Correct line 1 and start mlops-tui again.',
	],
	[
		'nothing under hosts',
		'hosts:\n',
		'1:1 hosts: expected hosts by name, got nothing. Correct line 1 and start mlops-tui again.',
	],
	[
		'nothing under a host',
		'hosts:\n  er:\n',
		'2:3 hosts.er: expected the keys of a host, such as ssh and services, got nothing. Correct line 2 and start mlops-tui again.',
	],
	[
		'a number as a host',
		'hosts:\n  7: {}',
		'2:3 hosts.7: expected a name of a host that is no number, without spaces, @, : and /. Correct line 2 and start mlops-tui again.',
	],
	[
		'an address as a host',
		'hosts:\n  me@er: {}',
		'2:3 hosts.me@er: expected a name of a host that is no number, without spaces, @, : and /. Correct line 2 and start mlops-tui again.',
	],
	[
		'a host called __proto__',
		'hosts:\n  __proto__: {}',
		'2:3 hosts: expected another name than __proto__. Correct line 2 and start mlops-tui again.',
	],
	[
		'an unknown key',
		inHost('servces: a.yml'),
		'3:5 hosts.er.servces: there is no such key. Did you mean services? If not, leave it out.',
	],
	['a key like none', 'colour: red\nhosts: {er: {}}', '1:1 colour: there is no such key. The keys here are hosts.'],
	[
		'an unknown key of a check',
		inCheck('max-age: 1d'),
		`10:9 ${check}.max-age: there is no such key. Did you mean maxAge? If not, leave it out.`,
	],
	[
		'a bad address',
		inHost('ssh: user@'),
		'3:5 hosts.er.ssh: expected user@host, user@host:port or a name of ~/.ssh/config, got "user@". Correct line 3 and start mlops-tui again.',
	],
	[
		'an address that would be an option',
		inHost('ssh: -oProxyCommand=x'),
		'3:5 hosts.er.ssh: expected user@host, user@host:port or a name of ~/.ssh/config, got "-oProxyCommand=x". Correct line 3 and start mlops-tui again.',
	],
	[
		'a port of ssh out of range',
		inHost('ssh: user@er:70000'),
		'3:5 hosts.er.ssh: expected user@host, user@host:port or a name of ~/.ssh/config, got "user@er:70000". Correct line 3 and start mlops-tui again.',
	],
	[
		'a number as compose file',
		inHost('services: 5'),
		'3:5 hosts.er.services: expected a compose file or a list of them, got 5. Correct line 3 and start mlops-tui again.',
	],
	[
		'a number among compose files',
		inHost('services:', '  - a.yml', '  - 5'),
		'5:9 hosts.er.services.1: expected a compose file or a list of them, got 5. Correct line 5 and start mlops-tui again.',
	],
	[
		'logs as a list',
		inHost('logs: [a.log]'),
		'3:5 hosts.er.logs: expected names with the path of their log file, got a list. Correct line 3 and start mlops-tui again.',
	],
	[
		'a log without path',
		inHost('logs:', '  training:'),
		'4:7 hosts.er.logs.training: expected the path of a log file, got nothing. Correct line 4 and start mlops-tui again.',
	],
	[
		'a regular expression that does not compile',
		inHost('errors: "(ERROR"'),
		'3:5 hosts.er.errors: expected a regular expression (unterminated group), got "(ERROR". Correct line 3 and start mlops-tui again.',
	],
	[
		'a regular expression that could freeze the console',
		inHost('errors: "(x+x+)+y"'),
		'3:5 hosts.er.errors: expected a regular expression (it could take for ever on a long line: (x+x+)+ matches the same text in many ways), got "(x+x+)+y". Correct line 3 and start mlops-tui again.',
	],
	[
		'no regular expression',
		inHost('errors: ""'),
		'3:5 hosts.er.errors: expected a regular expression, got "". Correct line 3 and start mlops-tui again.',
	],
	[
		'a bad mask in a list',
		inHost("mask: ['fine', '(patient']"),
		'3:20 hosts.er.mask.1: expected a regular expression (unterminated group), got "(patient". Correct line 3 and start mlops-tui again.',
	],
	[
		'one mask where a list belongs',
		inHost('mask: patient'),
		'3:5 hosts.er.mask: expected a list of regular expressions, got "patient". Correct line 3 and start mlops-tui again.',
	],
	[
		'a bad cron',
		inHost('schedules: {training: 60 2 * * *}'),
		'3:17 hosts.er.schedules.training: expected five cron fields such as 0 2 * * *, got "60 2 * * *". Correct line 3 and start mlops-tui again.',
	],
	[
		'a cron with seconds',
		inHost('schedules: {training: 0 0 2 * * *}'),
		'3:17 hosts.er.schedules.training: expected five cron fields such as 0 2 * * *, got "0 0 2 * * *". Correct line 3 and start mlops-tui again.',
	],
	[
		'a trigger that is no URL',
		inHost('triggers: {training: localhost/train}'),
		'3:16 hosts.er.triggers.training: expected an http or https URL without a password in it, got "localhost/train". Correct line 3 and start mlops-tui again.',
	],
	[
		'a trigger with a password',
		inHost("triggers: {training: 'http://u:pw@x/train'}"),
		'3:16 hosts.er.triggers.training: expected an http or https URL without a password in it, got "http://…@x/train". Correct line 3 and start mlops-tui again.',
	],
	[
		'one name where a list belongs',
		inHost('protect: minio'),
		'3:5 hosts.er.protect: expected a list of names of services, got "minio". Correct line 3 and start mlops-tui again.',
	],
	[
		'yes where true belongs',
		inHost('readonly: yes'),
		'3:5 hosts.er.readonly: expected true or false, got "yes". Correct line 3 and start mlops-tui again.',
	],
	[
		'a relative socket',
		inHost('docker: {socket: docker.sock}'),
		'3:14 hosts.er.docker.socket: expected an absolute path, got "docker.sock". Correct line 3 and start mlops-tui again.',
	],
	[
		'a bad duration',
		inCheck('maxAge: soon'),
		`10:9 ${check}.maxAge: expected a duration such as 1d or 36h, got "soon". Correct line 10 and start mlops-tui again.`,
	],
	[
		'a time for a check that is too short',
		inCheck('timeout: 0s'),
		`10:9 ${check}.timeout: expected a duration from 1s to 10m, got "0s". Correct line 10 and start mlops-tui again.`,
	],
	[
		'a time for a check that is too long',
		inCheck('timeout: 11m'),
		`10:9 ${check}.timeout: expected a duration from 1s to 10m, got "11m". Correct line 10 and start mlops-tui again.`,
	],
	[
		'a duration without unit',
		inCheck('maxAge: 24'),
		`10:9 ${check}.maxAge: expected a duration such as 1d or 36h, got 24. Correct line 10 and start mlops-tui again.`,
	],
	[
		'no time at all',
		inCheck('maxAge: 0d'),
		`10:9 ${check}.maxAge: expected a duration such as 1d or 36h, got "0d". Correct line 10 and start mlops-tui again.`,
	],
	[
		'a port out of range',
		inCheck('port: 65536'),
		`10:9 ${check}.port: expected a port from 1 to 65535, got 65536. Correct line 10 and start mlops-tui again.`,
	],
	[
		'a port in words',
		inCheck('port: "1433"'),
		`10:9 ${check}.port: expected a port from 1 to 65535, got "1433". Correct line 10 and start mlops-tui again.`,
	],
	[
		'half a port',
		inCheck('port: 14.5'),
		`10:9 ${check}.port: expected a port from 1 to 65535, got 14.5. Correct line 10 and start mlops-tui again.`,
	],
	[
		'an unknown authentication',
		inCheck('authentication: {type: kerberos}'),
		`10:26 ${check}.authentication.type: expected one of sql, ntlm, azure-active-directory-default, azure-active-directory-access-token, azure-active-directory-password, azure-active-directory-service-principal-secret, azure-active-directory-msi-vm, azure-active-directory-msi-app-service, got "kerberos". Correct line 10 and start mlops-tui again.`,
	],
	[
		'ntlm without a domain',
		inCheck('authentication: {type: ntlm}'),
		`10:9 ${check}.authentication.domain: expected the Windows domain, which ntlm needs, but it is missing. Correct line 10 and start mlops-tui again.`,
	],
	[
		'a domain without ntlm',
		inCheck('authentication: {type: sql, domain: EXAMPLE}'),
		`10:37 ${check}.authentication.domain: expected no domain, as sql takes none, got "EXAMPLE". Correct line 10 and start mlops-tui again.`,
	],
	[
		'no user for a login of SQL Server',
		fileWithCheck({user: undefined}),
		`1:25 ${check}.user: expected the name of a user, which sql needs, but it is missing. Correct line 1 and start mlops-tui again.`,
	],
	[
		'a token of nobody',
		fileWithCheck({user: undefined, password: undefined, ...entra('access-token')}),
		`1:25 ${check}.password: expected password or passwordCommand with the access token, but it is missing. Correct line 1 and start mlops-tui again.`,
	],
	[
		'a user beside a token',
		fileWithCheck(entra('access-token')),
		`1:70 ${check}.user: expected no user, as azure-active-directory-access-token takes none, got "reader". Correct line 1 and start mlops-tui again.`,
	],
	[
		'a password of a managed identity',
		fileWithCheck({user: undefined, ...entra('msi-vm')}),
		`1:70 ${check}.password: expected no password, as azure-active-directory-msi-vm takes none, got text. Correct line 1 and start mlops-tui again.`,
	],
	[
		'a command for a managed identity',
		fileWithCheck({user: undefined, password: undefined, passwordCommand: ['x'], ...entra('default')}),
		`1:95 ${check}.passwordCommand: expected no passwordCommand, as azure-active-directory-default takes none, got a list. Correct line 1 and start mlops-tui again.`,
	],
	[
		'a tenant of a managed identity',
		fileWithCheck({user: undefined, password: undefined, ...entra('msi-app-service', {tenantId: 't'})}),
		`1:161 ${check}.authentication.tenantId: expected no tenantId, as azure-active-directory-msi-app-service takes none, got "t". Correct line 1 and start mlops-tui again.`,
	],
	[
		'a service principal without a tenant',
		fileWithCheck({user: undefined, ...entra('service-principal-secret', {clientId: 'c'})}),
		`1:110 ${check}.authentication.tenantId: expected a directory (tenant) id, which azure-active-directory-service-principal-secret needs, but it is missing. Correct line 1 and start mlops-tui again.`,
	],
	[
		'a password of Azure without an application',
		fileWithCheck(entra('password', {tenantId: 't'})),
		`1:126 ${check}.authentication.clientId: expected an application (client) id, which azure-active-directory-password needs, but it is missing. Correct line 1 and start mlops-tui again.`,
	],
	[
		'an answer in two places',
		inCheck('timestampColumn: At', 'timestampParameter: newest'),
		`11:9 ${check}.timestampParameter: expected only one of timestampColumn, timestampParameter, returnValue, got "newest". Correct line 11 and start mlops-tui again.`,
	],
	[
		'an output parameter with an @',
		inCheck('timestampParameter: "@newest"'),
		`10:9 ${check}.timestampParameter: expected the name of an output parameter without @, got "@newest". Correct line 10 and start mlops-tui again.`,
	],
	[
		'a return value that means something else',
		inCheck('returnValue: age'),
		`10:9 ${check}.returnValue: expected one of status, seconds, minutes, hours, days, got "age". Correct line 10 and start mlops-tui again.`,
	],
	[
		'a number as a column',
		inCheck('columns: [Ward, 5]'),
		`10:25 ${check}.columns.1: expected the name of a column or a list of them, got 5. Correct line 10 and start mlops-tui again.`,
	],
	[
		'keys where a job belongs',
		inCheck('neededBy: {prediction: true}'),
		`10:9 ${check}.neededBy: expected the name of a job or a list of them, got keys with values. Correct line 10 and start mlops-tui again.`,
	],
	[
		'an unknown time zone',
		inCheck('timezone: Europe/Stokholm'),
		`10:9 ${check}.timezone: expected utc, offset, server or a time zone such as Europe/Stockholm, got "Europe/Stokholm". Correct line 10 and start mlops-tui again.`,
	],
	[
		'another way',
		inCheck('via: vpn'),
		`10:9 ${check}.via: expected host or direct, got "vpn". Correct line 10 and start mlops-tui again.`,
	],
	[
		'an unknown encryption',
		inCheck('encrypt: always'),
		`10:9 ${check}.encrypt: expected true, false or strict, got "always". Correct line 10 and start mlops-tui again.`,
	],
	[
		'a parameter with an @',
		inCheck('parameters: {"@since": 1}'),
		`10:22 ${check}.parameters.@since: expected the name of a parameter without @. Correct line 10 and start mlops-tui again.`,
	],
	[
		'a name that no parameter has',
		inCheck(`parameters: {${'a'.repeat(129)}: 1}`),
		`10:22 ${check}.parameters.${'a'.repeat(129)}: expected the name of a parameter without @. Correct line 10 and start mlops-tui again.`,
	],
	...[
		['sp_who', 'names that start with sp_ or xp_ belong to SQL Server itself'],
		['sys.objects', 'the schema sys belongs to SQL Server itself'],
		['dbo.Foo; DROP TABLE x', 'a procedure is called schema.name, of letters, digits and underscores'],
		['ER.dbo.Good', 'a procedure is called schema.name, of letters, digits and underscores'],
	].map(
		([procedure = '', fault = '']) =>
			[
				`the procedure ${procedure}`,
				fileWithCheck({procedure}),
				`1:101 ${check}.procedure: expected the name of a stored procedure such as dbo.GetLatestPatientData (${fault}), got "${procedure}". Correct line 1 and start mlops-tui again.`,
			] satisfies [string, string, string],
	),
	[
		'a list as a parameter',
		inCheck('parameters: {since: [1]}'),
		`10:22 ${check}.parameters.since: expected text, a number, true, false or null, got a list. Correct line 10 and start mlops-tui again.`,
	],
	[
		'a number that would be another one',
		inCheck('parameters: {id: 9007199254740993}'),
		`10:22 ${check}.parameters.id: expected quotes around a number of so many digits, got 9007199254740992. Correct line 10 and start mlops-tui again.`,
	],
	[
		'two ways to the password',
		inCheck('passwordCommand: pass show er'),
		`10:9 ${check}.passwordCommand: expected password or passwordCommand, not both, got text. Correct line 10 and start mlops-tui again.`,
	],
	[
		'any certificate with strict encryption',
		inCheck('encrypt: strict', 'trustServerCertificate: true'),
		`11:9 ${check}.trustServerCertificate: expected no trustServerCertificate beside encrypt: strict, which verifies the certificate in any case, got true. Correct line 11 and start mlops-tui again.`,
	],
	[
		'any certificate without encryption',
		inCheck('encrypt: false', 'trustServerCertificate: true'),
		`11:9 ${check}.trustServerCertificate: expected no trustServerCertificate beside encrypt: false, which asks for no certificate, got true. Correct line 11 and start mlops-tui again.`,
	],
	[
		'an authority without encryption',
		inCheck('encrypt: false', 'ca: ca.pem'),
		`11:9 ${check}.ca: expected no ca beside encrypt: false, which asks for no certificate, got "ca.pem". Correct line 11 and start mlops-tui again.`,
	],
	[
		'an authority where any certificate will do',
		inCheck('trustServerCertificate: true', 'ca: ca.pem'),
		`11:9 ${check}.ca: expected no ca beside trustServerCertificate: true, which accepts any certificate, got "ca.pem". Correct line 11 and start mlops-tui again.`,
	],
	[
		'a parameter twice to SQL Server',
		inCheck('parameters: {Days: 1, days: 2}'),
		`10:31 ${check}.parameters.days: expected no days beside Days, which is the same to SQL Server, got 2. Correct line 10 and start mlops-tui again.`,
	],
	[
		'the output parameter among the others',
		inCheck('timestampParameter: Newest', 'parameters: {newest: 2}'),
		`11:22 ${check}.parameters.newest: expected no value for the timestampParameter, which comes back, got 2. Correct line 11 and start mlops-tui again.`,
	],
	[
		'a job that no schedule starts',
		`${inCheck('neededBy: traning')}\n    schedules: {training: 0 2 * * *, prediction: 15 * * * *}`,
		`10:9 ${check}.neededBy: expected a job that has a schedule (did you mean training?), got "traning". Correct line 10 and start mlops-tui again.`,
	],
	[
		'one of two jobs that no schedule starts',
		`${inCheck('neededBy: [training, x]')}\n    schedules: {training: 0 2 * * *}`,
		`10:30 ${check}.neededBy.1: expected a job that has a schedule (training), got "x". Correct line 10 and start mlops-tui again.`,
	],
	[
		'a job where there are no schedules',
		inCheck('neededBy: training'),
		`10:9 ${check}.neededBy: expected a job that has a schedule under schedules, where there is none, got "training". Correct line 10 and start mlops-tui again.`,
	],
	[
		'a port beside an instance',
		fileWithCheck({server: String.raw`sql01\ER`, port: 1433}),
		String.raw`1:130 ${check}.port: expected no port beside sql01\ER, as SQL Browser tells the port of an instance, got 1433. Correct line 1 and start mlops-tui again.`,
	],
	...[
		[String.raw`sql01\ER\more`, 'two instances'],
		[String.raw`\ER`, 'an instance of nothing'],
		['sql01\\', 'a backslash at the end'],
		['sql01,1433', 'a port in the server'],
		['sql01:1433', 'a port behind a colon'],
		['tcp:sql01', 'a protocol'],
		['tcp:sql01/ER', 'a path in the server'],
		['-h', 'an option as the server'],
		[`sql01\\${'x'.repeat(33)}`, 'a name that no instance has'],
	].map(
		([server = '', title = '']) =>
			[
				title,
				fileWithCheck({server}),
				`1:37 ${check}.server: expected the name or address of SQL Server, or SERVER\\INSTANCE; a port goes under the key port, got ${JSON.stringify(server)}. Correct line 1 and start mlops-tui again.`,
			] satisfies [string, string, string],
	),
	[
		'a missing server',
		fileWithCheck({server: undefined}),
		`1:25 ${check}.server: expected the name or address of SQL Server, or SERVER\\INSTANCE; a port goes under the key port, but it is missing. Correct line 1 and start mlops-tui again.`,
	],
	[
		'no password',
		fileWithCheck({password: undefined}),
		`1:25 ${check}.password: expected password or passwordCommand, but it is missing. Correct line 1 and start mlops-tui again.`,
	],
	[
		'a variable that is not set',
		inHost('directory: /srv/${WHERE}'),
		'3:5 hosts.er.directory: expected the environment to have WHERE, but it is empty or not set. Correct line 3 and start mlops-tui again.',
	],
	[
		'a variable that is not named',
		inHost('directory: /srv/${1}'),
		'3:5 hosts.er.directory: expected the name of a variable as in ${NAME}, or $$ for a dollar sign. Correct line 3 and start mlops-tui again.',
	],
	[
		'a quote that is not closed',
		'hosts:\n  er: {ssh: "a',
		'2:15 hosts.er.ssh: expected a colon, or the quote or bracket that closes the one before. Correct line 2 and start mlops-tui again.',
	],
	[
		'a key twice',
		inHost('ssh: a', 'ssh: b'),
		'4:5 hosts.er.ssh: expected each key once, but this one stands further up already. Correct line 4 and start mlops-tui again.',
	],
	[
		'a tab',
		'hosts:\n\ter: {}',
		'2:1: expected spaces for indentation, not a tab. Correct line 2 and start mlops-tui again.',
	],
	[
		'two documents',
		'hosts: {er: {}}\n---\nhosts: {}',
		'2:1 hosts: expected one document, but a second one starts here. Correct line 2 and start mlops-tui again.',
	],
	[
		'a crooked indentation',
		'hosts:\n  er: {}\n dev: {}',
		'3:1 hosts.er: expected this line to be indented like its neighbours, or a bracket to be closed before it. Correct line 3 and start mlops-tui again.',
	],
	[
		'a tag',
		inHost('ssh: !secret a'),
		'3:10 hosts.er.ssh: expected a value without a tag (a word that starts with !). Correct line 3 and start mlops-tui again.',
	],
	[
		'a list as a key',
		'hosts:\n  ? [a]\n  : b',
		'2:5 hosts: expected text as a key. Correct line 2 and start mlops-tui again.',
	],
	[
		'an alias of nothing',
		inHost('ssh: *er'),
		'3:10 hosts.er.ssh: expected quotes around text that starts with *. Correct line 3 and start mlops-tui again.',
	],
	[
		'an alias bomb',
		bombs,
		'1:1: expected fewer values; aliases repeat them too often. Correct line 1 and start mlops-tui again.',
	],
	[
		'an alias of itself',
		'hosts: &a [*a]',
		'1:1: expected fewer values; aliases repeat them too often. Correct line 1 and start mlops-tui again.',
	],
	[
		'a merge of text, which may be a secret',
		inHost('<<: hunter2'),
		'3:9 hosts.er: expected keys with values after <<, such as an alias of them. Correct line 3 and start mlops-tui again.',
	],
	[
		'a merge of nothing',
		inHost('<<: *base'),
		'3:9 hosts.er: expected quotes around text that starts with *. Correct line 3 and start mlops-tui again.',
	],
	[
		'two merges where there can be one',
		inHost('<<: {}', '<<: {}'),
		'4:5 hosts.er: expected each key once, but this one stands further up already. Correct line 4 and start mlops-tui again.',
	],
	[
		'a merge of itself',
		'hosts: &a {<<: *a}',
		'1:1: expected fewer values; aliases repeat them too often. Correct line 1 and start mlops-tui again.',
	],
])('%s is refused by place, key and expectation', async (_, text, sentence) => {
	const [first] = await sentences(text);
	expect(first).toBe(`mlops-tui.yml:${sentence}`);
});

test('everything that is wrong is told, from the top of the file to its end', async () => {
	const text = inCheck('maxAge: soon', 'via: vpn', 'prot: 5', 'timezone: ${ZONE}');
	expect((await sentences(text)).map(sentence => sentence.split(' ')[0])).toEqual([
		'mlops-tui.yml:10:9',
		'mlops-tui.yml:11:9',
		'mlops-tui.yml:12:9',
		'mlops-tui.yml:13:9',
	]);
});

test('a value that was merged is told where it stands, and a key that is missing where it was merged', async () => {
	const text = inHost(
		'data:',
		'  a: &a {server: sql01, database: ER, user: reader, password: x}',
		'  b:',
		'    <<: *a',
		'    procedure: dbo.B',
		'  c: {<<: {<<: *a, maxAge: soon, prot: 5}, procedure: dbo.C}',
		'  d: {<<: *a}',
		'  e: {"<<": *a}',
	);
	const all = await sentences(text);
	expect(all.slice(0, 4)).toEqual([
		expect.stringMatching(/^mlops-tui\.yml:4:7 hosts\.er\.data\.a\.procedure: .* missing/),
		expect.stringMatching(/^mlops-tui\.yml:8:24 hosts\.er\.data\.c\.maxAge: .* got "soon"/),
		expect.stringMatching(/^mlops-tui\.yml:8:38 hosts\.er\.data\.c\.prot: .* port/),
		expect.stringMatching(/^mlops-tui\.yml:9:7 hosts\.er\.data\.d\.procedure: .* missing/),
	]);
	// In quotes it is a key like any other.
	expect(all).toContainEqual(
		expect.stringMatching(/^mlops-tui\.yml:10:11 hosts\.er\.data\.e\.<<: there is no such key/),
	);
});

test('a bad value that came from a variable is shown as the file has it', async () => {
	const [first] = await sentences(inHost('ssh: ${ADDRESS}'), {ADDRESS: 'secret place'});
	expect(first).toContain('got "${ADDRESS}"');
});

test('control characters of the file do not reach the terminal', async () => {
	const [first] = await sentences(inHost('ssh: "\\e[31m\\x9b31m a\\u202eb"'));
	expect(first).toBe(printable(first ?? ''));
	expect(first).toContain('ssh: expected');
});

test('levels without end are refused and not followed', async () => {
	const [first] = await sentences(`hosts: ${'['.repeat(6000)}`);
	expect(first).toMatch(/^mlops-tui\.yml:1:\d+.*expected/);
});

test('bytes that are no text are refused', async () => {
	expect(await sentences(new Uint8Array([0xff, 0xfe, 0x00]))).toEqual([
		'Cannot read mlops-tui.yml: it is not text in UTF-8. Check its path and permissions, or name another file with --config.',
	]);
});
