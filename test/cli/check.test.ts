import {afterAll, beforeAll, expect, test} from 'vitest';
import {openDesk, type Desk} from '../support/program.ts';
import {waitUntil} from '../support/wait.ts';

let desk: Desk;
beforeAll(async () => {
	desk = await openDesk();
});
afterAll(async () => desk[Symbol.asyncDispose]());

// eslint-disable-next-line no-control-regex
const escape = /\u001B/;

test('the first morning exits 2 and writes JSON alone', async () => {
	const {code, stdout, stderr} = await desk.run(['check', '--demo', '--json']);
	expect({code, stderr}).toEqual({code: 2, stderr: ''});
	expect(JSON.parse(stdout)).toMatchObject({host: 'er-forecast', status: 'critical'});
	expect(stdout).toMatch(/\}\n$/);
});

test('a calm server exits 0', async () => {
	const {code, stdout, stderr} = await desk.run(['check', '--demo=calm', '--json']);
	expect({code, stderr}).toEqual({code: 0, stderr: ''});
	expect(JSON.parse(stdout)).toMatchObject({status: 'ok', problems: []});
});

test('in a pipe the table is plain, 120 columns wide at most, and leaves nothing behind', async () => {
	const {code, stdout, stderr} = await desk.run(['check', '--demo']);
	expect({code, stderr}).toEqual({code: 2, stderr: ''});
	expect(stdout).toMatch(/^er-forecast ✗ critical\nServices\n┌/);
	expect(stdout).toMatch(/│ grafana +│ ✗ critical │ exited +│ none +│ exited \(1\) │/);
	expect(stdout).toMatch(/│ patients │ stale \(old\) │ 1d 7h +│ 1d +│/);
	expect(stdout).not.toMatch(escape);
	for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(120);
	expect(await desk.leftovers()).toEqual([]);
});

test.each([
	['FORCE_COLOR wants colour', [], {FORCE_COLOR: '1'}, true],
	['NO_COLOR wants none', [], {FORCE_COLOR: '1', NO_COLOR: '1'}, false],
	['an empty NO_COLOR says nothing', [], {FORCE_COLOR: '1', NO_COLOR: ''}, true],
	['--no-color wants none', ['--no-color'], {FORCE_COLOR: '1'}, false],
] as const)('colour: %s', async (_name, options, environment, coloured) => {
	const {stdout} = await desk.run(['check', '--demo', ...options], environment);
	expect(escape.test(stdout)).toBe(coloured);
});

test.each([
	['--ascii', ['--ascii'], {}],
	['a locale without UTF-8', [], {LANG: 'C'}],
] as const)('%s draws with ASCII alone', async (_name, options, environment) => {
	const {stdout} = await desk.run(['check', '--demo', ...options], environment);
	expect(stdout).toMatch(/^[\n -~]*$/);
	expect(stdout).toContain('| grafana    | x critical |');
});

test('a reader that leaves early is no failure', async () => {
	const checking = desk.start(['check', '--demo']);
	checking.stdout.destroy();
	expect(await checking.ended).toMatchObject({code: 2, stderr: ''});
	expect(await desk.leftovers()).toEqual([]);
});

test('a slow reader gets every byte of a long report', async () => {
	const names = Array.from({length: 900}, (_, index) => `      log-${index}: ${'x'.repeat(60)}${index}/a.log`);
	await desk.write('long.yml', ['hosts:', '  box:', '    logs:', ...names, ''].join('\n'));
	const checking = desk.start(['check', '--json', '--config', 'long.yml']);
	checking.stdout.pause();
	await waitUntil(
		() => checking.stdout.readableLength > 0,
		() => 'nothing was ever written',
	);
	checking.stdout.resume();
	const {code, stdout} = await checking.ended;
	expect(code).toBe(3);
	expect(stdout.length).toBeGreaterThan(100_000);
	expect(JSON.parse(stdout)).toMatchObject({host: 'box', status: 'unknown'});
});

test.each([
	['SIGINT', 130],
	['SIGTERM', 143],
] as const)('%s ends it with %i and without a report', async (signal, code) => {
	const checking = desk.start(['check', '--demo', '--json']);
	await waitUntil(
		async () => (await desk.leftovers()).length > 0,
		() => 'the practice server never started',
	);
	checking.kill(signal);
	expect(await checking.ended).toEqual({code, stdout: '', stderr: ''});
	expect(await desk.leftovers()).toEqual([]);
});
