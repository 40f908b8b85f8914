import {appendFile, chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {longestKept, mostAges, type AgePoint} from '../../source/domain/data/age-history.ts';
import {fileName} from '../../source/history/file-name.ts';
import {openAgeHistory} from '../../source/history/open-age-history.ts';
import {rememberAges} from '../../source/history/remember-ages.ts';
import type {DataConfig} from '../../source/config/config.ts';
import {configFor} from '../engine/sql-server/practice.ts';
import {agesOf, day, hour, lookAt, minute, moments} from '../support/ages.ts';

const start = new Date('2026-11-21T00:00:00Z');
const from = (milliseconds: number): Date => new Date(start.getTime() + milliseconds);

/** A directory for state, and histories of one host in it. */
const temporary = async () => {
	const state = await mkdtemp(join(tmpdir(), 'mlops-tui-ages-'));
	const host = {name: 'er-forecast', ssh: 'user@10.30.51.137'};
	const directory = join(state, 'mlops-tui', 'ages', 'er-forecast+user@10.30.51.137');
	return {
		state,
		directory,
		path: join(directory, 'patients.jsonl'),
		open: (changes: Partial<typeof host> = {}) => openAgeHistory({XDG_STATE_HOME: state}, {...host, ...changes}),
		[Symbol.asyncDispose]: () => rm(state, {recursive: true, force: true}),
	};
};

const line = (at: Date): string => `${JSON.stringify({at, verdict: 'fresh', age: 0, newest: at})}\n`;

test('what was added is there in the next session, for its user alone', async () => {
	await using place = await temporary();
	const points: readonly AgePoint[] = [
		lookAt(from(0), [from(-hour)]),
		{at: from(minute), verdict: 'timeout', age: undefined, newest: undefined},
		lookAt(from(2 * minute), [from(-2 * day)]),
	];
	{
		await using history = place.open();
		expect(await history.read('patients')).toEqual([]);
		for (const point of points) void history.add('patients', point);
	}
	expect(await place.open().read('patients')).toEqual(points);
	expect(await place.open().read('beds')).toEqual([]);
	expect(await readFile(place.path, 'utf8')).toMatch(/^(?:\{"at":"2026-11-21T00:0\d:00\.000Z","verdict":.*\}\n){3}$/);
	expect((await stat(place.path)).mode & 0o777).toBe(0o600);
	expect((await stat(place.directory)).mode & 0o777).toBe(0o700);
});

test('a check that looks at something else has a history of its own', async () => {
	await using place = await temporary();
	const host = {name: 'er-forecast', ssh: 'user@10.30.51.137'};
	const open = (changes: Partial<DataConfig> = {}) =>
		openAgeHistory({XDG_STATE_HOME: place.state}, {...host, data: [configFor(1433, changes)]});
	const point = lookAt(from(0), [from(-hour)]);
	{
		await using history = open({parameters: {Ward: 1, Unit: 'ER'}});
		await history.add('patients', point);
	}
	expect(
		await open({parameters: {Unit: 'ER', Ward: 1}, maxAge: hour, neededBy: ['prediction']}).read('patients'),
	).toEqual([point]);
	const others: ReadonlyArray<Partial<DataConfig>> = [
		{parameters: {}},
		{parameters: {Ward: 2, Unit: 'ER'}},
		{server: 'other'},
		{port: 1},
		{instance: 'ER'},
		{database: 'Other'},
		{procedure: 'dbo.Other'},
		{timestampColumn: 'Other'},
		{timestampParameter: 'other'},
		{timezone: 'Europe/Stockholm'},
	];
	for (const other of others)
		expect(await open({parameters: {Ward: 1, Unit: 'ER'}, ...other}).read('patients')).toEqual([]);
	expect((await readdir(place.directory))[0]).toMatch(/^patients\+[\da-f]{12}\.jsonl$/);
});

test('of looks that saw the same one is written every quarter of an hour, and the last before a change', async () => {
	await using place = await temporary();
	await using history = place.open();
	const loads = [from(-hour), from(27 * minute)];
	for (const at of moments(start, from(40 * minute), 5 * minute)) await history.add('patients', lookAt(at, loads));
	const written = await place.open().read('patients');
	expect(written.map(({at}) => (at.getTime() - start.getTime()) / minute)).toEqual([0, 15, 25, 30]);
	// Whoever asks the same history knows the last look too.
	expect(await history.read('patients')).toEqual([...written, lookAt(from(40 * minute), loads)]);
});

test('a program that is started for each look writes no more', async () => {
	await using place = await temporary();
	for (const at of moments(start, from(40 * minute), 5 * minute)) {
		await using history = place.open();
		await history.add('patients', lookAt(at, [from(-hour)]));
	}
	expect(await place.open().read('patients')).toHaveLength(3);
});

test('a torn line and foreign ones are skipped, and the next line is whole', async () => {
	await using place = await temporary();
	const [one, two, three] = [from(0), from(hour), from(2 * hour)].map(at => lookAt(at, [at]));
	if (one === undefined || two === undefined || three === undefined) throw new Error('there are three');
	await place.open().add('patients', one);
	await appendFile(place.path, 'hello\n{"at":"yesterday"}\n\u0000\n[]\n{"at":"2026-11-21T00:30:00.000Z","verd');
	await using history = place.open();
	await history.add('patients', two);
	await history.add('patients', three);
	expect(await place.open().read('patients')).toEqual([one, two, three]);
});

test('two consoles write side by side, and what they wrote is read in the order of time', async () => {
	await using place = await temporary();
	const looks = moments(start, from(3 * day), hour).map(at => lookAt(at, [at]));
	{
		await using one = place.open();
		await using other = place.open();
		for (const [index, look] of looks.entries()) void (index % 2 === 0 ? one : other).add('patients', look);
	}
	expect(await place.open().read('patients')).toEqual(looks);
});

describe('a file that has grown to twice of what is kept is written anew', () => {
	test('when it has too many lines', async () => {
		await using place = await temporary();
		await mkdir(place.directory, {recursive: true});
		const looks = moments(start, from(2 * mostAges * minute), minute);
		await writeFile(
			place.path,
			looks
				.slice(0, 2 * mostAges)
				.map(line)
				.join(''),
		);
		await using history = place.open();
		for (const at of looks.slice(2 * mostAges)) await history.add('patients', lookAt(at, [at]));
		const kept = (await readFile(place.path, 'utf8')).trimEnd().split('\n');
		expect(kept).toHaveLength(mostAges);
		expect(await history.read('patients')).toHaveLength(mostAges);
		expect(await readdir(place.directory)).toEqual(['patients.jsonl']);
		expect((await stat(place.path)).mode & 0o777).toBe(0o600);
	});

	test('when it goes back too far', async () => {
		await using place = await temporary();
		await mkdir(place.directory, {recursive: true});
		await writeFile(place.path, [from(0), from(longestKept + day)].map(line).join(''));
		await using history = place.open();
		await history.add('patients', lookAt(from(2 * longestKept + minute), [from(2 * longestKept)]));
		expect((await history.read('patients')).map(({at}) => at)).toEqual([
			from(longestKept + day),
			from(2 * longestKept + minute),
		]);
	});
});

test('servers of one name at two places, and names that look like paths, have files of their own', async () => {
	await using place = await temporary();
	const histories = [place.open(), place.open({ssh: 'user@10.30.51.138'}), place.open({name: '../er-forecast'})];
	const names = ['patients', 'Patients', '../patients', 'patienter å', 'x'.repeat(300), `${'x'.repeat(299)}y`];
	for (const [one, history] of histories.entries())
		for (const [other, name] of names.entries()) {
			const at = from((10 * one + other) * minute);
			await history.add(name, lookAt(at, [at]));
		}
	for (const [one, history] of histories.entries())
		for (const [other, name] of names.entries())
			expect((await history.read(name)).map(({at}) => at)).toEqual([from((10 * one + other) * minute)]);
	const directories = await readdir(join(place.state, 'mlops-tui', 'ages'));
	expect(directories).toHaveLength(3);
	const files = await readdir(place.directory);
	expect(new Set(files.map(file => file.toLowerCase())).size).toBe(names.length);
});

test('the machine the console runs on goes by its own name', async () => {
	await using place = await temporary();
	await openAgeHistory({XDG_STATE_HOME: place.state}, {name: 'here', ssh: undefined}).read('patients');
	expect(await readdir(join(place.state, 'mlops-tui', 'ages'))).toEqual([expect.stringMatching(/^here\+./)]);
});

test('names stay readable where they can', () => {
	expect(['patients', 'er_2.daily', '.hidden', '..', 'A/b', 'å'].map(name => fileName(name))).toEqual([
		'patients',
		'er_2.daily',
		'%2ehidden',
		'%2e.',
		'%41%2fb',
		'%c3%a5',
	]);
});

test('where nothing can be kept that is said, and once it can be it is kept', async () => {
	await using place = await temporary();
	await writeFile(join(place.state, 'mlops-tui'), '');
	await using history = place.open();
	const problem = {
		what: `Cannot keep the ages of data in ${place.directory}`,
		why: 'a part of its path is a file',
	};
	await expect(history.read('patients')).rejects.toMatchObject({problem});
	await expect(history.add('patients', lookAt(start, [start]))).rejects.toMatchObject({problem});
	await rm(join(place.state, 'mlops-tui'));
	await history.add('patients', lookAt(start, [start]));
	expect(await history.read('patients')).toHaveLength(1);
});

test.skipIf(process.getuid?.() === 0)('a file that may not be written is known when it is read', async () => {
	await using place = await temporary();
	await place.open().add('patients', lookAt(start, [start]));
	await chmod(place.path, 0o400);
	await expect(place.open().read('patients')).rejects.toMatchObject({problem: {why: 'this user may not write there'}});
});

test('the history of the practice server begins with a past, and is on no disk', async () => {
	const past = agesOf(moments(start, from(day), hour), moments(start, from(day), hour));
	const history = rememberAges({patients: past});
	await history.add('patients', lookAt(from(day + hour), [from(day + hour)]));
	await history.add('beds', lookAt(start, [start]));
	expect(await history.read('patients')).toHaveLength(past.length + 1);
	expect(await history.read('beds')).toHaveLength(1);
	expect(await history.read('nothing')).toEqual([]);
});
