import {mkdtemp, readdir, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import type {Problem} from '../../../source/domain/problem.ts';
import type {Engine} from '../../../source/engine/engine.ts';
import type {Log} from '../../../source/engine/log.ts';
import {createTaker} from '../../../source/flow/log/take-along.ts';
import {createUnderWay} from '../../../source/flow/under-way.ts';
import type {Reach} from '../../../source/flow/keep-connected.ts';
import {unread, type LogState} from '../../../source/store/log/state.ts';
import type {Flash} from '../../../source/store/session.ts';
import {createStore} from '../../../source/store/store.ts';
import {createHands} from '../../../source/terminal/hands.ts';
import {waitUntil} from '../../support/wait.ts';
import {createMemoryLog, now, source} from './memory-log.ts';

/** Somebody who takes along of a log, with hands that save into a directory of their own. */
const open = async (log: Log, more: Partial<LogState> = {}) => {
	const directory = await mkdtemp(join(tmpdir(), 'mlops-tui-take-'));
	const quitting = new AbortController();
	const underWay = createUnderWay();
	const engine = {
		clock: async () => ({ahead: 0, zone: {kind: 'iana', zone: 'UTC'}}),
		logs: {log: () => log},
	} as unknown as Engine;
	const reach = createStore<Reach | undefined>({engine, lost: new AbortController().signal});
	const said: Flash[] = [];
	const hands = createHands({
		environment: {},
		stdout: {write: () => true},
		lending: {lend: borrow => borrow()},
		directory,
		now: () => now,
	});
	const taker = createTaker({
		server: {reach},
		hands,
		errors: /ERROR/,
		underWay,
		now: () => now,
		say: flash => void said.push(flash),
		signal: quitting.signal,
	});
	const view = createStore<LogState>({...unread([source], 'end', () => 1), ...more});
	return {
		taker,
		view,
		said,
		quitting,
		underWay,
		files: () => readdir(directory),
		async saved(): Promise<string> {
			taker.save(view);
			await underWay.ended();
			const [name = ''] = await readdir(directory);
			return readFile(join(directory, name), 'utf8');
		},
		async [Symbol.asyncDispose]() {
			quitting.abort();
			await underWay.ended();
			await rm(directory, {recursive: true});
		},
	};
};

const texts = Array.from({length: 5000}, (_, index) => (index % 1000 === 500 ? `hit ${index}` : `line ${index}`));
const filter = {text: 'hit', pattern: /hit/, inverse: false};

test('a log that grows faster than it is read is saved up to where it ended when that was asked for', async () => {
	const memory = createMemoryLog(texts, () => undefined);
	const read: Log['read'] = async (from, direction, count, signal) => {
		const window = await memory.log.read(from, direction, count, signal);
		memory.write(...Array.from({length: 3000}, (_, index) => `late ${index}`));
		return {...window, more: direction === 'after' ? true : window.more};
	};
	await using person = await open({...memory.log, read});
	expect(await person.saved()).toBe(texts.map(text => `${text}\n`).join(''));
	expect(person.said.at(-1)).toMatchObject({text: expect.stringContaining('Saved'), tone: 'good'});
});

test('a filtered log says in the file what it is, where lines were left out, and what could not be searched', async () => {
	const memory = createMemoryLog(texts, () => undefined);
	const problem: Problem = {what: 'Cannot search training.log.1', why: 'it is gone', next: 'look for it'};
	const search: Log['search'] = async function* (query, signal) {
		for await (const found of memory.log.search(query, signal)) yield {...found, problems: [problem]};
	};
	await using person = await open({...memory.log, search}, {filter, context: 3});
	const lines = (await person.saved()).split('\n');
	expect(lines.slice(0, 10)).toEqual([
		'-- only what the filter hit finds --',
		'line 497',
		'line 498',
		'line 499',
		'hit 500',
		'line 501',
		'line 502',
		'line 503',
		'--',
		'line 1497',
	]);
	expect(lines.at(-2)).toMatch(/^-- not all of it: Cannot search training\.log\.1: it is gone/);
	expect(person.said.at(-1)).toMatchObject({text: expect.stringContaining('but not all of it'), tone: 'bad'});
});

test('what is being saved can be stopped, and nothing is left of it', async () => {
	const memory = createMemoryLog(texts, () => undefined);
	const gate = Promise.withResolvers<void>();
	let reads = 0;
	const read: Log['read'] = async (from, direction, count, signal) => {
		reads += 1;
		if (reads === 3) await gate.promise;
		return memory.log.read(from, direction, count, signal);
	};
	await using person = await open({...memory.log, read});
	person.taker.save(person.view);
	await waitUntil(
		() => reads === 3,
		() => `${reads} reads`,
	);
	expect(person.taker.isSaving()).toBe(true);
	expect(await person.files()).toEqual([expect.stringMatching(/\.log\.part$/)]);
	person.taker.stopSaving();
	gate.resolve();
	await person.underWay.ended();
	expect(person.said.at(-1)).toMatchObject({text: expect.stringMatching(/^Not saved: stopped after /), tone: 'bad'});
	expect(person.taker.isSaving()).toBe(false);
	expect(await person.files()).toEqual([]);
});

test('leaving the console waits until what was being saved is gone', async () => {
	const memory = createMemoryLog(texts, () => undefined);
	const read: Log['read'] = async (from, direction, count, signal) => {
		memory.write('more');
		return {...(await memory.log.read(from, direction, Math.min(count, 1), signal)), more: true};
	};
	await using person = await open({...memory.log, read});
	person.taker.save(person.view);
	person.quitting.abort();
	await person.underWay.ended();
	expect(await person.files()).toEqual([]);
});

test('the name of a file cannot command the terminal of whoever reads what is saved', async () => {
	const evil = {...source, name: 'a\u001B]0;title\u0007b'};
	const memory = createMemoryLog(['one'], () => undefined);
	const read: Log['read'] = async (...asked) => {
		const window = await memory.log.read(...asked);
		return {
			...window,
			rows: window.rows.flatMap(row => (row.kind === 'line' ? {kind: row.kind, source: evil, line: row.line} : [])),
		};
	};
	await using person = await open({...memory.log, read}, {sources: [evil, source]});
	const saved = await person.saved();
	expect(saved).toMatch(/^a.*b one$/m);
	expect(saved).not.toContain('\u0007');
	expect(saved).not.toContain('\u001B');
});

test('what happened to the log is told in a file by the clock that the view shows', async () => {
	const memory = createMemoryLog(['one'], () => undefined);
	const rule = {
		kind: 'rule',
		source,
		words: 'restarted',
		more: 'exit 1',
		at: new Date('2026-11-20T13:02:11Z'),
	} as const;
	const read: Log['read'] = async (...asked) => {
		const window = await memory.log.read(...asked);
		return {...window, rows: [...window.rows, ...(window.rows.length > 0 ? [rule] : [])]};
	};
	const clocks = {off: '14:02:11', relative: '14:02:11', server: '13:02:11', utc: '13:02:11Z'} as const;
	for (const times of ['off', 'relative', 'server', 'utc'] as const) {
		await using person = await open({...memory.log, read}, {times});
		expect(await person.saved()).toBe(`one\n-- restarted ${clocks[times]}, exit 1 --\n`);
	}
});
