import type {Link} from '../../../source/domain/host.ts';
import type {LineRow, LogRow, LogSource, Searched} from '../../../source/domain/log.ts';
import type {Problem} from '../../../source/domain/problem.ts';
import type {Engine} from '../../../source/engine/engine.ts';
import type {Edge, Log, Mark} from '../../../source/engine/log.ts';
import {ProblemError} from '../../../source/domain/problem.ts';
import type {Reach} from '../../../source/flow/keep-connected.ts';
import {readLog} from '../../../source/flow/read-log.ts';
import {createAround} from '../../../source/parse/filter/around.ts';
import {createLogStore, resized} from '../../../source/store/log/screen.ts';
import {unread, type LogState, type Place} from '../../../source/store/log/state.ts';
import {createStore} from '../../../source/store/store.ts';
import {createBell} from '../../../source/streams/bell.ts';
import {aborted} from '../../../source/streams/aborted.ts';
import {waitUntil} from '../../support/wait.ts';

export const source: LogSource = {kind: 'file', key: 'training', name: 'training', path: 'training.log'};
/** What the clock of the host shows. */
export const now = new Date('2026-11-20T14:00:00Z');

const mark = (index: number): Mark => new Map([['training', {part: '1', position: index}]]);

const searched = (lines: number): Searched => ({
	lines,
	bytes: 0,
	from: undefined,
	to: undefined,
	range: {kind: 'whole'},
});

/** A log in memory, which behaves as the contract says. The position of a line is its number. */
export const createMemoryLog = (texts: readonly string[], timeOf: (index: number) => Date | undefined) => {
	const rows: LineRow[] = [];
	const followers = new Set<() => void>();
	const write = (...more: readonly string[]): void => {
		for (const text of more) {
			const position = rows.length;
			rows.push({kind: 'line', source, line: {text, at: timeOf(position), part: '1', position}});
		}
		for (const wake of followers) wake();
	};
	write(...texts);
	/** How often it was read, and searches that were begun and those that were stopped before their end. */
	const seen = {reads: 0, searches: 0, stopped: 0, follows: 0};
	/** Searches wait here after so many rows; undefined lets them through. */
	const brake: {after: number | undefined} = {after: undefined};

	const indexOf = (edge: Edge): {readonly before: number; readonly after: number} => {
		if (edge === 'start') return {before: 0, after: 0};
		if (edge === 'end') return {before: rows.length, after: rows.length};
		if ('time' in edge) {
			const found = rows.findIndex(({line}) => line.at !== undefined && line.at >= edge.time);
			const index = found === -1 ? rows.length : found;
			return {before: index, after: index};
		}
		if ('mark' in edge) {
			const index = edge.mark.get('training')?.position ?? rows.length;
			return {before: index, after: index};
		}
		const {position} = edge.row.line;
		return {before: position, after: position + 1};
	};
	const log: Log = {
		async read(from, direction, count) {
			seen.reads += 1;
			const {before, after} = indexOf(from);
			const [start, end] =
				direction === 'before' ? [Math.max(0, before - count), before] : [after, Math.min(rows.length, after + count)];
			return {
				rows: rows.slice(start, end),
				start: mark(start),
				end: mark(end),
				more: direction === 'before' ? start > 0 : end < rows.length,
			};
		},
		async *follow(from, signal) {
			seen.follows += 1;
			let index = from.get('training')?.position ?? rows.length;
			const bell = createBell();
			followers.add(bell.ring);
			signal.addEventListener('abort', bell.ring, {once: true});
			try {
				yield {rows: [], end: mark(index)};
				while (!signal.aborted) {
					const fresh = rows.slice(index);
					index = rows.length;
					if (fresh.length > 0) yield {rows: fresh, end: mark(index)};
					else await bell.rung();
				}
			} finally {
				followers.delete(bell.ring);
			}
		},
		async *search({pattern, inverse, context, from, to}, signal) {
			seen.searches += 1;
			const start = indexOf(from).after;
			const end = indexOf(to).before;
			let found: Array<{row: LogRow; hit: boolean; apart: boolean}> = [];
			const around = createAround<LineRow>(
				context,
				({line}) => pattern.test(line.text) !== inverse,
				one => found.push(one),
			);
			for (let index = start; index < end; index += 1) {
				const row = rows[index];
				if (row !== undefined) around.push(row);
				if (brake.after === index - start) {
					yield {rows: found, searched: searched(index + 1 - start), done: index / end, end: undefined, problems: []};
					found = [];
					await aborted(signal);
					seen.stopped += 1;
					return;
				}
			}
			yield {rows: found, searched: searched(end - start), done: 1, end: mark(end), problems: []};
		},
		async *findErrors(from) {
			const start = indexOf(from).after;
			const end = rows.length;
			const events = rows
				.slice(start, end)
				.filter(({line}) => line.text.includes('ERROR'))
				.map(row => ({row, details: [], exception: undefined}));
			yield {events, searched: searched(end - start), done: 1, end: mark(end), problems: []};
		},
	};
	return {log, write, seen, brake, rows};
};

/** A view of it on ten screen lines, read over a connection that can be lost. */
export const openMemoryLog = (
	{log}: Pick<ReturnType<typeof createMemoryLog>, 'log'>,
	place: Place = 'end',
	heartbeat = 1000,
) => {
	const quitting = new AbortController();
	const link = createStore<Link>({state: 'up', latency: 1});
	const reach = createStore<Reach | undefined>(undefined);
	let losing = new AbortController();
	const connect = (): void => {
		losing = new AbortController();
		const engine = {
			heartbeat,
			clock: async () => ({ahead: 0, zone: {kind: 'iana', zone: 'UTC'}}),
			logs: {log: () => log},
		} as unknown as Engine;
		reach.update(() => ({engine, lost: losing.signal}));
	};
	connect();
	const view = createLogStore(unread([source], place, () => 1));
	view.update(resized(80, 10));
	let updates = 0;
	view.subscribe(() => (updates += 1));
	const reading = readLog({
		log: view,
		server: {link, reach},
		errors: /ERROR/,
		now: () => now,
		signal: quitting.signal,
	});
	return {
		view,
		connect,
		updates: () => updates,
		lose(problem: Problem): void {
			reach.update(() => undefined);
			losing.abort(new ProblemError(problem));
		},
		sees: (what: (state: LogState) => boolean) =>
			waitUntil(
				() => what(view.get()),
				() => JSON.stringify({...view.get(), rows: textsOf(view.get()).slice(-12)}),
				5000,
			),
		async [Symbol.asyncDispose]() {
			quitting.abort();
			await reading;
		},
	};
};

export const textsOf = ({rows}: Pick<LogState, 'rows'>): readonly string[] =>
	rows.slice(0, rows.length).map(({row}) => (row.kind === 'line' ? row.line.text : `-- ${row.words}`));
