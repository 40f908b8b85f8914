import {chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {openAudit} from '../source/audit.ts';

const makeHome = async () => {
	const path = await mkdtemp(join(tmpdir(), 'mlops-tui-'));
	return {path, [Symbol.asyncDispose]: async () => rm(path, {recursive: true, force: true})};
};

const entry = {
	time: new Date('2026-11-21T07:01:02.345Z'),
	host: 'er-forecast',
	user: 'ops',
	command: 'docker compose restart grafana',
	outcome: 'grafana restarted in 3s',
};

const lines = async (path: string): Promise<readonly unknown[]> =>
	(await readFile(path, 'utf8'))
		.split('\n')
		.slice(0, -1)
		.map(line => JSON.parse(line) as unknown);

test('an action is one line of JSON in a file that only its user can read', async () => {
	await using home = await makeHome();
	const audit = openAudit({HOME: home.path});
	expect(audit.path).toBe(join(home.path, '.local/state/mlops-tui/audit.log'));
	await audit.write(entry);
	expect(await readFile(audit.path, 'utf8')).toBe(
		'{"time":"2026-11-21T07:01:02.345Z","host":"er-forecast","user":"ops","command":"docker compose restart grafana","outcome":"grafana restarted in 3s"}\n',
	);
	expect((await stat(audit.path)).mode & 0o777).toBe(0o600);
	expect((await stat(join(audit.path, '..'))).mode & 0o777).toBe(0o700);
});

test('entries are added in the order they were given, to those that are there already', async () => {
	await using home = await makeHome();
	const environment = {XDG_STATE_HOME: home.path};
	const outcomes = Array.from({length: 50}, (_, index) => `${index}`);
	await openAudit(environment).write({...entry, outcome: 'earlier'});
	const audit = openAudit(environment);
	await Promise.all(outcomes.map(async outcome => audit.write({...entry, outcome})));
	expect(await lines(audit.path)).toMatchObject(['earlier', ...outcomes].map(outcome => ({outcome})));
});

test('entries of two consoles do not mix', async () => {
	await using home = await makeHome();
	const audits = [openAudit({XDG_STATE_HOME: home.path}), openAudit({XDG_STATE_HOME: home.path})];
	const outcome = 'x'.repeat(2000);
	await Promise.all(audits.flatMap(audit => Array.from({length: 20}, async () => audit.write({...entry, outcome}))));
	expect(await lines(audits[0]?.path ?? '')).toHaveLength(40);
});

test('line breaks and control characters stay inside of their line and do nothing on a terminal', async () => {
	await using home = await makeHome();
	const audit = openAudit({XDG_STATE_HOME: home.path});
	const outcome = 'a\nb\u001b[31m\u009b31m\u202ec\u2028d';
	await audit.write({...entry, outcome});
	expect(await readFile(audit.path, 'utf8')).toMatch(/^[\u0020-\u007e]+\n$/);
	expect(await lines(audit.path)).toMatchObject([{outcome}]);
});

test('an entry that cannot be written is a problem, and the next can be', async () => {
	await using home = await makeHome();
	const audit = openAudit({XDG_STATE_HOME: home.path});
	await mkdir(audit.path, {recursive: true});
	await expect(audit.write(entry)).rejects.toMatchObject({
		problem: {
			what: `Cannot write the audit log ${audit.path}`,
			why: 'it is a directory',
			next: 'make room or set XDG_STATE_HOME to a directory that can be written',
		},
	});
	await rm(audit.path, {recursive: true});
	await audit.write(entry);
	expect(await lines(audit.path)).toHaveLength(1);
});

test('a file in the place of its directory is a problem', async () => {
	await using home = await makeHome();
	await writeFile(join(home.path, 'mlops-tui'), '');
	await expect(openAudit({XDG_STATE_HOME: home.path}).write(entry)).rejects.toThrow('a part of its path is a file');
});

test.skipIf(process.getuid?.() === 0)('a directory that may not be written is a problem', async () => {
	await using home = await makeHome();
	await chmod(home.path, 0o500);
	await expect(openAudit({XDG_STATE_HOME: home.path}).write(entry)).rejects.toThrow('this user may not write there');
});
