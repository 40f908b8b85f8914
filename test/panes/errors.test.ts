import {expect, test} from 'vitest';
import type {ErrorEvent, LogSource, Searched, SearchedRange} from '../../source/domain/log.ts';
import type {Problem} from '../../source/domain/problem.ts';
import {createEngine} from '../../source/engine/create-engine.ts';
import type {SearchedSource} from '../../source/engine/engine.ts';
import {openLocal} from '../../source/engine/host/local.ts';
import {errors} from '../../source/panes/errors.ts';
import type {Snapshot} from '../../source/store/feed.ts';
import type {Section} from '../../source/store/session.ts';
import {startPractice} from '../engine/docker/practice.ts';

const day: SearchedRange = {kind: 'last', milliseconds: 86_400_000};
const gone: Problem = {what: 'Cannot read it', why: 'it does not exist', next: 'look for it'};

const file = (name: string): LogSource => ({kind: 'file', key: name, name, path: `${name}.log`});
const run = (name: string): LogSource => ({
	kind: 'run',
	key: name,
	name,
	project: 'test',
	job: name,
	containerId: name,
	terminal: false,
});

const searched = (source: LogSource, range: SearchedRange, more: Partial<Searched> = {}): SearchedSource => ({
	source,
	searched: {lines: 100, bytes: 1000, from: undefined, to: undefined, range, ...more},
	events: [],
	problem: undefined,
});

const unread = (name: string): SearchedSource => ({
	...searched(file(name), {kind: 'nothing'}, {lines: 0, bytes: 0}),
	problem: gone,
});

/** What the pane shows of what was searched. */
const snapshotOf = async (...sources: readonly SearchedSource[]): Promise<Snapshot<ErrorEvent>> => {
	await using practice = await startPractice();
	const host = practice.host();
	const engine = createEngine(openLocal(), host, {heartbeat: 1000, now: () => new Date()});
	const logs = {
		...engine.logs,
		async *watchErrors() {
			yield sources;
		},
	};
	const nothing = {get: () => [], subscribe: () => () => {}};
	for await (const snapshot of errors.watch({...engine, logs}, nothing, host, new AbortController().signal))
		return snapshot;
	throw new Error('it showed nothing');
};

/** What its title says was searched. */
const scopeOf = async (...sources: readonly SearchedSource[]): Promise<string | undefined> =>
	(await snapshotOf(...sources)).scope;

const event: ErrorEvent = {
	key: 'a',
	source: file('training'),
	at: new Date(2026, 10, 20, 6, 0, 44),
	line: {text: '06:00:44 ERROR failed', at: undefined, part: '1:2', position: 0},
	details: ['Traceback (most recent call last):', 'ValueError: no rows'],
	summary: 'ValueError: no rows',
	frame: 'load (/app/data.py)',
	fingerprint: 'ValueError',
	count: 3,
	first: new Date(2026, 10, 20, 2, 0),
	isNew: true,
};

test('the title says how far back each source was searched', async () => {
	expect(await scopeOf(searched(file('training'), day), searched(file('prediction'), day))).toBe(
		'ERROR|Exception · 24h · 0 events in 200 lines of 2 logs',
	);
	expect(
		await scopeOf(
			searched(file('training'), day),
			searched(run('training run'), {kind: 'whole'}),
			searched(file('prediction'), {kind: 'end'}, {from: new Date('2026-11-20T02:12:44Z')}),
			searched(file('api'), {kind: 'whole'}),
		),
	).toBe(
		'ERROR|Exception · 24h, api whole, prediction since 03:12 · 0 events in 400 lines of 4 logs · last runs whole',
	);
});

test('the title counts the logs that could be read apart from those that there are', async () => {
	expect(await scopeOf(searched(file('training'), day), unread('prediction'))).toBe(
		'ERROR|Exception · 24h · 0 events in 100 lines of 1 of 2 logs',
	);
	expect(await scopeOf(unread('prediction'))).toBe('ERROR|Exception · 0 events in 0 lines of 0 of 1 log');
});

test('the title says which logs were searched since their last run', async () => {
	const since: SearchedRange = {kind: 'run', startedAt: new Date('2026-11-17T01:00:00Z')};
	const [training, prediction] = [searched(file('training'), since), searched(file('prediction'), since)];
	expect(await scopeOf(training, searched(file('api'), day))).toBe(
		'ERROR|Exception · 24h, training since its last run · 0 events in 200 lines of 2 logs',
	);
	expect(await scopeOf(training, prediction)).toBe(
		'ERROR|Exception · training and prediction since their last runs · 0 events in 200 lines of 2 logs',
	);
});

test('while a log is searched the title says how far, and finding nothing yet says nothing', async () => {
	const searching = {...searched(file('training'), day), done: 0.437, problem: gone};
	const {scope, whenEmpty, problems} = await snapshotOf(searching, searched(file('api'), day));
	expect(scope).toBe('ERROR|Exception · searching training 43% · 24h · 0 events in 200 lines of 2 logs');
	expect(whenEmpty).toBe('unknown');
	expect(problems).toEqual([]);
	expect(await scopeOf(searching, searching)).toContain('· searching 2 logs ·');
});

test('nothing found is fine only where everything could be searched', async () => {
	expect(await snapshotOf(searched(file('training'), day))).toMatchObject({whenEmpty: 'ok', problems: []});
	expect(await snapshotOf(searched(file('training'), day), unread('api'))).toMatchObject({
		whenEmpty: 'unknown',
		problems: [gone],
	});
	expect(await snapshotOf()).toMatchObject({whenEmpty: 'unknown'});
});

test('a row says since when there are such errors, and a word says that they are new', () => {
	const now = new Date(2026, 10, 20, 7, 0);
	const cells = (shown: ErrorEvent) =>
		Object.fromEntries(errors.columns.map(({title, text}) => [title, text(shown, now)]));
	expect(cells(event)).toEqual({
		WHEN: '06:00:44',
		SOURCE: 'training',
		COUNT: '3',
		FIRST: '02:00:00',
		NEW: 'new',
		ERROR: 'ValueError: no rows',
	});
	expect(cells({...event, isNew: undefined, first: undefined})).toMatchObject({FIRST: '-', NEW: ''});
});

test('d shows all that is known of an error, its traceback too', async () => {
	await using practice = await startPractice();
	const host = practice.host();
	const engine = createEngine(openLocal(), host, {heartbeat: 1000, now: () => new Date()});
	const shown: Array<readonly Section[]> = [];
	const opening: Array<Promise<void>> = [];
	errors.bindings
		.find(({keys}) => keys.includes('d'))
		?.run({
			row: event,
			rows: [event],
			host,
			engine,
			held: undefined,
			ask() {},
			openLog() {},
			openRun() {},
			say() {},
			openDetails({watch, sections}) {
				const read = async (): Promise<void> => {
					for await (const seen of watch(engine, new AbortController().signal)) shown.push(sections(seen, new Date()));
				};
				opening.push(read());
			},
			askLine() {},
			copy() {},
			writeDown: async () => undefined,
			tell() {},
			now: () => new Date(),
		});
	await Promise.all(opening);
	expect(shown).toEqual([
		[
			{
				kind: 'table',
				heading: 'ValueError: no rows',
				rows: [
					{WHAT: 'source', VALUE: 'training'},
					{WHAT: 'count', VALUE: '3'},
					{WHAT: 'first', VALUE: '2026-11-20 02:00:00'},
					{WHAT: 'last', VALUE: '2026-11-20 06:00:44'},
					{WHAT: 'own code', VALUE: 'load (/app/data.py)'},
					{WHAT: 'new', VALUE: 'yes: not seen before the last good run'},
				],
			},
			{
				kind: 'text',
				heading: 'Newest',
				lines: ['06:00:44 ERROR failed', 'Traceback (most recent call last):', 'ValueError: no rows'],
			},
		],
	]);
});

test('an error in a log is worth a look, and what failed says that it failed', () => {
	expect(errors.status(event)).toBe('warning');
});

test('what keeps several logs from being read is told once', async () => {
	expect((await snapshotOf(unread('services'), unread('jobs'))).problems).toEqual([gone]);
});
