import type {LogRow, Searched, SearchedRange} from '../../../domain/log.ts';
import {problemIn, type Problem} from '../../../domain/problem.ts';
import {createBell} from '../../../streams/bell.ts';
import {pause} from '../../../streams/pause.ts';
import {scopeOf} from '../../../streams/scope.ts';
import type {Mark, Progress} from '../../log.ts';
import {withGaps, type Gaps} from './gaps.ts';
import {compare, createClock, inOrder, type Timed} from './order.ts';
import {cannotBeRead, type PartLog, type Standing} from './parts.ts';

/** Milliseconds in which what is found is put in order. */
const gather = 100;
/** What was found in one source and waits for the others to come as far; then that source waits. */
const mostWaiting = 5000;
const moment = 20;

type Report = Progress & {readonly end: Mark | undefined; readonly problems: readonly Problem[]};

/** How one of the logs is searched, and what is found there. */
export type Search<Part extends Report, Item> = {
	open(part: PartLog, source: number, signal: AbortSignal): AsyncIterable<Part>;
	itemsOf(report: Part): readonly Item[];
	rowOf(item: Item): LogRow;
	/** Says in its place that a log cannot be read; undefined where only the problems say so. */
	failed(rule: LogRow): Item | undefined;
	/** Where what is found stands apart from what was found before it; undefined where nobody asks. */
	readonly gaps?: Gaps<Item>;
};

export type Merged<Item> = Report & {readonly items: readonly Item[]};

/** How far one of the logs has been searched. */
type State<Item> = {
	waiting: Array<Timed<Item>>;
	/** Of the last that was found; and all before this has been searched. */
	time: number;
	readonly source: number;
	report: Report | undefined;
	isOver: boolean;
	failure: {readonly error: unknown} | undefined;
};

const rangeOf = (ranges: readonly SearchedRange[]): SearchedRange => {
	const known = ranges.filter(({kind}) => kind !== 'nothing');
	const cut = known.find(({kind}) => kind === 'end') ?? known.find(({kind}) => kind !== 'whole');
	return cut ?? known[0] ?? {kind: 'nothing'};
};

/** Up to when all of them have been searched, in milliseconds since 1970; undefined when that is not known. */
const searchedTo = (states: ReadonlyArray<State<unknown>>): number | undefined => {
	const timeOf = ({report}: State<unknown>): number | undefined => report?.searched.to?.getTime();
	const going = states.filter(({isOver}) => !isOver).map(timeOf);
	if (going.length > 0) return going.includes(undefined) ? undefined : Math.min(...going.map(time => time ?? 0));
	const times = states.flatMap(state => timeOf(state) ?? []);
	return times.length === 0 ? undefined : Math.max(...times);
};

const sumOf = (states: ReadonlyArray<State<unknown>>): Searched => {
	const all = states.flatMap(({report}) => report?.searched ?? []);
	const from = all.flatMap(each => each.from?.getTime() ?? []);
	const to = searchedTo(states);
	return {
		lines: all.reduce((sum, {lines}) => sum + lines, 0),
		bytes: all.reduce((sum, {bytes}) => sum + bytes, 0),
		from: from.length === 0 ? undefined : new Date(Math.min(...from)),
		to: to === undefined ? undefined : new Date(to),
		range: rangeOf(all.map(({range}) => range)),
	};
};

const doneOf = (states: ReadonlyArray<State<unknown>>): number | undefined => {
	let sum = 0;
	for (const {isOver, report} of states) {
		const done = isOver ? 1 : report === undefined ? 0 : report.done;
		if (done === undefined) return undefined;
		sum += done;
	}
	return sum / states.length;
};

/**
 * Searches several logs side by side and hands on what is found in the order of time, as far as all of them have been searched. What cannot be
 * searched is among the problems, and throws only when nothing can.
 */
export async function* searchMerged<Part extends Report, Item>(
	parts: readonly PartLog[],
	standing: Standing,
	{open, itemsOf, rowOf, failed, gaps}: Search<Part, Item>,
	signal: AbortSignal,
): AsyncGenerator<Merged<Item>, void, undefined> {
	using scope = scopeOf(signal);
	const over = scope.signal;
	const bell = createBell();
	const states: Array<State<Item>> = [];

	const run = async (part: PartLog, state: State<Item>, source: number): Promise<void> => {
		const clock = createClock();
		const put = (item: Item): void => {
			const time = clock(rowOf(item));
			state.waiting.push({item, time, source});
			state.time = Math.max(state.time, time);
		};
		try {
			for await (const report of open(part, source, over)) {
				state.report = report;
				itemsOf(report).forEach(put);
				state.time = Math.max(state.time, report.searched.to?.getTime() ?? -Infinity);
				bell.ring();
				while (state.waiting.length > mostWaiting && !over.aborted) await pause(moment, over);
			}
		} catch (error) {
			if (over.aborted) return;
			state.failure = {error};
			standing.missed(part);
			standing.failed(part, error);
			const item = failed(cannotBeRead(part.source, error));
			if (item !== undefined) put(item);
		}
		state.isOver = true;
		bell.ring();
	};

	/** When the last that was handed on was written. */
	let told = -Infinity;

	/** What was found before the least that any of the logs has been searched to. */
	const take = (): readonly Item[] => {
		const going = states.filter(({isOver}) => !isOver);
		const isReady = (found: Timed<Item>): boolean => going.every(state => compare(found, state) <= 0);
		const ready = inOrder(states.flatMap(({waiting}) => waiting.filter(isReady)));
		for (const state of states) state.waiting = state.waiting.filter(found => !isReady(found));
		const before = told;
		told = ready.at(-1)?.time ?? told;
		if (gaps === undefined) return ready.map(({item}) => item);
		const first = states.map(({waiting}) => waiting[0]?.item);
		return withGaps(ready, before, states, first, gaps);
	};

	const problems = (): readonly Problem[] =>
		states.flatMap(({report, failure}) => [
			...(report?.problems ?? []),
			...(failure === undefined ? [] : [problemIn(failure.error)]),
		]);

	const running: Array<Promise<void>> = [];
	for (const [source, part] of parts.entries()) {
		const state: State<Item> = {
			waiting: [],
			time: -Infinity,
			source,
			report: undefined,
			isOver: false,
			failure: undefined,
		};
		states.push(state);
		running.push(run(part, state, source));
	}
	try {
		for (;;) {
			await bell.within(1000, over);
			if (signal.aborted) return;
			const isOver = states.every(state => state.isOver);
			if (!isOver) await pause(gather, over);
			if (isOver && states.every(({failure}) => failure !== undefined)) throw states[0]?.failure?.error;
			const searched = sumOf(states);
			const end = isOver ? new Map(states.flatMap(({report}) => [...(report?.end ?? [])])) : undefined;
			yield {items: take(), searched, done: isOver ? 1 : doneOf(states), end, problems: problems()};
			if (isOver) return;
		}
	} finally {
		scope.abort(undefined);
		await Promise.all(running);
	}
}
