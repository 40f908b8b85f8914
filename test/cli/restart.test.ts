import {expect, test} from 'vitest';
import {openDesk} from '../support/program.ts';
import {waitUntil} from '../support/wait.ts';

const command = 'docker compose -f docker-compose.services.yml restart grafana';

test('the command comes first, then what is seen, and it is written down', async () => {
	await using desk = await openDesk();
	const {code, stdout, stderr} = await desk.run(['restart', 'grafana', '--demo']);
	expect({code, stderr}).toEqual({code: 0, stderr: ''});
	const lines = stdout.trimEnd().split('\n');
	expect(lines[0]).toBe(command);
	expect(lines.at(-1)).toMatch(/^grafana restarted in \d+s · healthy in \d+s · 0 new errors$/);
	expect(await desk.audit()).toEqual([
		{time: expect.stringMatching(/Z$/), host: 'er-forecast', user: 'user', command, outcome: lines.at(-1)},
	]);
	expect(await desk.leftovers()).toEqual([]);
});

test('a reader that leaves early does not end the watching', async () => {
	await using desk = await openDesk();
	const restarting = desk.start(['restart', '--exited', '--demo']);
	restarting.stdout.once('data', () => restarting.stdout.destroy());
	expect(await restarting.ended).toMatchObject({code: 0, stderr: ''});
	expect(await desk.audit()).toEqual([
		expect.objectContaining({command, outcome: expect.stringMatching(/^grafana restarted in .* healthy/)}),
	]);
});

test('SIGINT ends the watching, and says that the outcome is unknown', async () => {
	await using desk = await openDesk();
	const restarting = desk.start(['restart', 'grafana', '--demo']);
	await waitUntil(
		() => restarting.written().includes('waiting for its health check'),
		() => `never restarted:\n${restarting.written()}`,
	);
	restarting.kill('SIGINT');
	const {code, stdout, stderr} = await restarting.ended;
	expect({code, stderr}).toEqual({code: 130, stderr: ''});
	expect(stdout).toMatch(/\ngrafana: outcome unknown: it was no longer watched\n$/);
	expect(await desk.audit()).toMatchObject([{outcome: 'grafana: outcome unknown: it was no longer watched'}]);
	expect(await desk.leftovers()).toEqual([]);
});

test('an audit log that cannot be written is said after the outcome', async () => {
	await using desk = await openDesk();
	const place = await desk.write('a-file', '');
	const {code, stdout, stderr} = await desk.run(['restart', 'grafana', '--demo'], {XDG_STATE_HOME: place});
	expect(code).toBe(1);
	expect(stdout).toMatch(/\ngrafana restarted in .*\n$/);
	expect(stderr).toBe(
		`Cannot write the audit log ${place}/mlops-tui/audit.log: a part of its path is a file. Make room or set XDG_STATE_HOME to a directory that can be written.\n`,
	);
});

test('nothing has exited on a calm server', async () => {
	await using desk = await openDesk();
	expect(await desk.run(['restart', '--exited', '--demo=calm'])).toEqual({
		code: 0,
		stdout: 'no service has exited: nothing to restart\n',
		stderr: '',
	});
	expect(await desk.audit()).toEqual([]);
});
