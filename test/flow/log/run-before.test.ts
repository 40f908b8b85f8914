import {expect, test} from 'vitest';
import type {LogRow} from '../../../source/domain/log.ts';
import type {Engine} from '../../../source/engine/engine.ts';
import type {Log} from '../../../source/engine/log.ts';
import type {Reach} from '../../../source/flow/keep-connected.ts';
import {openRunBefore} from '../../../source/flow/log/run-before.ts';
import {unread, type LogState} from '../../../source/store/log/state.ts';
import type {Flash} from '../../../source/store/session.ts';
import {createStore} from '../../../source/store/store.ts';

const service = {
	kind: 'service',
	key: 'service:er/grafana/1',
	name: 'grafana',
	project: 'er',
	service: 'grafana',
	number: 1,
} as const;

const line = (position: number): LogRow => ({
	kind: 'line',
	source: service,
	line: {text: `line ${position}`, at: undefined, part: 'c', position},
});
const rule = (words: string): LogRow => ({kind: 'rule', source: service, words, at: undefined});

const mark = (position: number) => new Map([['at', {part: '', position}]]);

/** A log of a service of which nothing is on hand, with these rows three a page. */
const press = async (rows: readonly LogRow[], whenRead?: () => void, left = new AbortController().signal) => {
	const read: Log['read'] = async from => {
		whenRead?.();
		const end = typeof from === 'object' && 'mark' in from ? (from.mark.get('at')?.position ?? 0) : rows.length;
		const start = Math.max(0, end - 3);
		return {rows: rows.slice(start, end), start: mark(start), end: mark(end), more: start > 0};
	};
	const engine = {
		logs: {log: () => ({read}), previous: async () => undefined},
	} as unknown as Engine;
	const log = createStore<LogState>(unread([service], 'end', () => 1));
	const said: Flash[] = [];
	const opened: unknown[] = [];
	const reach = createStore<Reach | undefined>({engine, lost: new AbortController().signal});
	await openRunBefore({
		log,
		server: {reach},
		say: flash => void said.push(flash),
		open: sources => void opened.push(sources),
		left,
	});
	return {place: log.get().wish.place, said: said.map(({text}) => text), opened};
};

test('the start before is looked for as far back as the log is kept, and no other rule is taken for one', async () => {
	const rows = [line(0), line(1), rule('restarted'), line(2), line(3), rule('lines may be missing here')];
	const {place} = await press([...rows, line(4), line(5), line(6)]);
	expect(place).toMatchObject({around: {position: 1}});
});

test('where the log tells of no start that is said', async () => {
	const {place, said} = await press([line(0), rule('exited'), line(1), line(2), line(3)]);
	expect(place).toBe('end');
	expect(said.at(-1)).toBe('Docker has no earlier start of grafana in what it keeps');
});

test('a log that was left meanwhile goes nowhere', async () => {
	const leaving = new AbortController();
	const rows = [line(0), rule('restarted'), line(1)];
	const {place, said} = await press(rows, () => leaving.abort(), leaving.signal);
	expect(place).toBe('end');
	expect(said).toEqual(['Looking for the start before this']);
});
