import {expect, test} from 'vitest';
import type {LogSource, Searched, SearchedRange} from '../../source/domain/log.ts';
import type {Problem} from '../../source/domain/problem.ts';
import {createEngine} from '../../source/engine/create-engine.ts';
import type {SearchedSource} from '../../source/engine/engine.ts';
import {openLocal} from '../../source/engine/host/local.ts';
import {errors} from '../../source/panes/errors.ts';
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

/** What the title of the pane says was searched. */
const scopeOf = async (...sources: readonly SearchedSource[]): Promise<string | undefined> => {
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
	for await (const {scope} of errors.watch({...engine, logs}, nothing, host, new AbortController().signal))
		return scope;
	return undefined;
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

test('an error in a log is worth a look, and what failed says that it failed', () => {
	const line = {text: 'ERROR', at: undefined, part: '', position: 0};
	const unknown = {at: undefined, first: undefined, frame: undefined, isNew: undefined};
	const event = {key: 'a', source: file('a'), ...unknown, line, details: [], summary: '', fingerprint: '', count: 3};
	expect(errors.status(event)).toBe('warning');
});
