import {appendFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {z} from 'zod';
import type {LogsWanted} from '../../source/commands/logs-arguments.ts';
import {runLogs} from '../../source/commands/run-logs.ts';
import {waitUntil} from '../support/wait.ts';
import {everyLine, nobody, startHost} from './support.ts';

const plain: LogsWanted = {...everyLine, source: 'training'};

/** The practice server, and `mlops-tui logs` on it. */
const startReading = async (scenario = 'calm') => {
	const host = await startHost(scenario);
	const over = new AbortController();
	const printed: string[] = [];
	const said: string[] = [];
	return {
		...host,
		over,
		printed,
		said,
		file: join(host.practice.directory, 'logs', 'training.log'),
		logs: async (wanted: Partial<LogsWanted>, json = false): Promise<number> =>
			runLogs(
				{...plain, ...wanted},
				{
					host: host.practice.host,
					reach: host.reach(host.practice.host),
					asker: nobody,
					print: line => void printed.push(line),
					now: () => new Date(),
					signal: over.signal,
				},
				{json, colour: false, say: line => void said.push(line)},
			),
	};
};

const minutesAgo = (minutes: number): string =>
	`${new Date(Date.now() - minutes * 60_000).toISOString().replace('T', ' ').slice(0, 19)}+00:00`;

const errorIn = (minutes: number, name: string): string =>
	`${minutesAgo(minutes)} ERROR ${name} failed\nTraceback (most recent call last):\n  File "a.py", line 1, in f\nValueError: ${name}\n`;

test('a log is printed as it is, and what was read is said beside it', async () => {
	await using host = await startReading();
	await writeFile(host.file, 'one\n\ntwo\n');
	expect(await host.logs({})).toBe(0);
	expect(host.printed).toEqual(['one', '', 'two']);
	expect(host.said).toEqual(['3 lines of training']);
});

test('what matches is printed with the lines around it, and a sign where lines are left out', async () => {
	await using host = await startReading();
	await writeFile(host.file, 'a\nb\nRetry 1\nc\nd\ne\nf\nretry 2\n');
	const grep = {pattern: /retry/i, inverse: false};
	expect(await host.logs({grep, context: 1})).toBe(0);
	expect(host.printed).toEqual(['b', 'Retry 1', 'c', '--', 'f', 'retry 2']);
	expect(host.said).toEqual(['2 lines with /retry/ in 8 lines of training']);
});

test('what does not match is printed when that is asked for', async () => {
	await using host = await startReading();
	await writeFile(host.file, 'GET 200\nGET 500\nPOST 200\n');
	await host.logs({grep: {pattern: /200/, inverse: true}});
	expect(host.printed).toEqual(['GET 500']);
});

test('errors are printed with their tracebacks, and make the exit code 1 where that is asked for', async () => {
	await using host = await startReading();
	await writeFile(host.file, `${errorIn(200, 'old')}${minutesAgo(100)} INFO fine\n${errorIn(50, 'new')}`);
	expect(await host.logs({errors: true, failOnError: true, since: {kind: 'ago', milliseconds: 7_200_000}})).toBe(1);
	expect(host.printed.slice(1)).toEqual([
		'Traceback (most recent call last):',
		'  File "a.py", line 1, in f',
		'ValueError: new',
	]);
	expect(host.printed[0]).toMatch(/ERROR new failed$/);
	// Lines a while before the range are looked at as well: clocks go back.
	expect(host.said).toEqual([expect.stringMatching(/^1 error in \d lines of training, since \d{4}-/)]);
});

test('a line that states an error in its fields is one, in a file and in the log of a service', async () => {
	await using host = await startReading('morning');
	await writeFile(
		host.file,
		'level=info msg=fine n=1\nlevel=error msg="no rows" n=2\n{"severity":"Critical","msg":"x"}\n',
	);
	expect(await host.logs({errors: true, failOnError: true})).toBe(1);
	expect(host.printed).toEqual(['level=error msg="no rows" n=2', '{"severity":"Critical","msg":"x"}']);
	expect(await host.logs({source: 'grafana', errors: true, failOnError: true})).toBe(1);
	expect(host.printed.slice(2)).toEqual([
		expect.stringMatching(/level=error msg="Failed to save the server state/),
		expect.stringMatching(/level=error msg="Server shutdown failed/),
	]);
});

test('no error is exit code 0, and what was searched is said', async () => {
	await using host = await startReading();
	await writeFile(host.file, `${minutesAgo(3)} INFO fine\n`);
	expect(await host.logs({errors: true, failOnError: true})).toBe(0);
	expect(host.said).toEqual(['0 errors in 1 line of training']);
});

test('JSON is a value a line', async () => {
	await using host = await startReading();
	await writeFile(host.file, errorIn(5, 'x'));
	await host.logs({errors: true}, true);
	const [error, searched] = host.printed.map(line => z.looseObject({kind: z.string()}).parse(JSON.parse(line)));
	expect(error).toMatchObject({kind: 'error', source: 'training', exception: 'ValueError: x'});
	expect(searched).toMatchObject({kind: 'searched', found: 1, lines: 4, problems: []});
	expect(host.said).toEqual([]);
});

test('what is written later follows, through the same eyes', async () => {
	await using host = await startReading();
	await writeFile(host.file, 'hit 1\nother\n');
	const reading = host.logs({grep: {pattern: /hit/, inverse: false}, follow: true});
	await waitUntil(
		() => host.said.length > 0,
		() => 'it was never searched',
	);
	await appendFile(host.file, 'other\nhit 2\n');
	await waitUntil(
		() => host.printed.includes('hit 2'),
		() => `only ${host.printed.join()}`,
	);
	host.over.abort();
	expect(await reading).toBe(0);
	expect(host.printed.filter(line => line.startsWith('hit'))).toEqual(['hit 1', 'hit 2']);
	expect(host.printed).not.toContain('other');
});

test('errors that are written later follow, and the one that is being written when somebody stops is not lost', async () => {
	await using host = await startReading();
	await writeFile(host.file, errorIn(5, 'x'));
	const reading = host.logs({errors: true, follow: true});
	await waitUntil(
		() => host.said.length > 0,
		() => 'it was never searched',
	);
	await appendFile(host.file, `${errorIn(1, 'y')}${errorIn(0, 'z')}`);
	await waitUntil(
		() => host.printed.includes('ValueError: y'),
		() => `only ${host.printed.join()}`,
	);
	host.over.abort();
	await reading;
	expect(host.printed.filter(line => line.startsWith('ValueError'))).toEqual(
		['x', 'y', 'z'].map(name => `ValueError: ${name}`),
	);
});

test('services and jobs come in one stream, each line with where it is from', async () => {
	await using host = await startReading();
	await host.logs({source: 'all', since: {kind: 'ago', milliseconds: 3_600_000}});
	const names = new Set(host.printed.map(line => line.split(' | ')[0]));
	for (const name of ['mlflow', 'postgres', 'grafana']) expect(names).toContain(name);
});

test('secrets and control characters do not reach the screen', async () => {
	await using host = await startReading();
	await writeFile(host.file, 'login with password=hunter2\n\u001B]0;evil\u0007title\n');
	await host.logs({});
	expect(host.printed.join('\n')).not.toContain('hunter2');
	// eslint-disable-next-line no-control-regex
	expect(host.printed.join('')).not.toMatch(/[\u0000-\u001F]/);
});

test('a range that ends before it begins is one sentence', async () => {
	await using host = await startReading();
	const since = {kind: 'ago', milliseconds: 60_000} as const;
	const until = {kind: 'ago', milliseconds: 120_000} as const;
	await expect(host.logs({since, until})).rejects.toMatchObject({
		problem: {what: 'Nothing can have been written then'},
	});
});

test('errors that are found while following make the exit code 1 as well', async () => {
	await using host = await startReading();
	await writeFile(host.file, `${minutesAgo(1)} INFO fine\n`);
	const reading = host.logs({errors: true, follow: true, failOnError: true});
	await waitUntil(
		() => host.said.length > 0,
		() => 'it was never searched',
	);
	await appendFile(host.file, errorIn(0, 'late'));
	await waitUntil(
		() => host.printed.includes('ValueError: late'),
		() => `only ${host.printed.join()}`,
	);
	host.over.abort();
	expect(await reading).toBe(1);
});

test('a log that is not there is one sentence with those that are', async () => {
	await using host = await startReading();
	await expect(host.logs({source: 'trainig'})).rejects.toMatchObject({
		problem: {
			what: 'There is no log trainig',
			why: expect.stringContaining('prediction'),
			next: 'did you mean training',
		},
	});
});
