import type {Engine} from '../engine/engine.ts';
import type {Edge, Mark} from '../engine/log.ts';
import {errorsUnknown} from '../store/log/searches.ts';
import {isSifted, type LogState, type Update} from '../store/log/state.ts';
import {broke} from '../store/log/stretch.ts';
import type {Store} from '../store/store.ts';
import type {Server} from './keep-connected.ts';
import {keepServing} from './log/keep-serving.ts';
import {hostNowOf} from './log/range.ts';
import type {Live, Reader} from './log/reader.ts';
import {serveErrors} from './log/serve-errors.ts';
import {serveSearch} from './log/serve-search.ts';
import {serveStretch, type StretchMemory} from './log/serve-stretch.ts';

type Options = {
	readonly log: Store<LogState>;
	readonly server: Pick<Server, 'link' | 'reach'>;
	/** What makes a line an error. */
	readonly errors: RegExp;
	now(): Date;
	readonly signal: AbortSignal;
};

/** What is remembered of a wish while the connection is lost. */
type Memory = StretchMemory & {
	/** Up to where a search for the filter came, once it was through. */
	reached: Edge | undefined;
};

/** A wish of a view as a value of its own, told of when it is another one. */
const select = <Wish>(log: Store<LogState>, pick: (state: LogState) => Wish) => ({
	get: () => pick(log.get()),
	subscribe: log.subscribe,
});

/** Reads a log for a view, as the view wishes, for as long as `signal` lasts. */
export const readLog = async ({log, server, errors, now, signal}: Options): Promise<void> => {
	const readerFor = (engine: Engine, isWanted: (state: LogState) => boolean): Reader => ({
		log: engine.logs.log(log.get().sources),
		state: log.get,
		update: (next: Update) => log.update(state => (isWanted(state) ? next(state) : state)),
		subscribe: log.subscribe,
		errors,
		heartbeat: engine.heartbeat,
		hostNow: hostNowOf(engine, now),
	});

	let memory: Memory = {since: undefined, isShown: false, reached: undefined};
	let remembered: LogState['wish'] | undefined;
	let live: Live & {readonly engine: Engine | undefined} = {mark: undefined, engine: undefined};
	const rows = keepServing({
		server,
		wish: select(log, state => state.wish),
		async serve(wish, engine, lasting) {
			const reader = readerFor(engine, state => state.wish === wish);
			if (remembered !== wish) memory = {since: undefined, isShown: false, reached: undefined};
			remembered = wish;
			if (live.engine !== engine) live = {mark: undefined, engine};
			const mine = memory;
			if (!isSifted(log.get())) await serveStretch(reader, mine, live, lasting);
			else await serveSearch(reader, mine.reached, edge => (mine.reached = edge), live, lasting);
		},
		broke: problem => log.update(broke(problem)),
		isLive: () => log.get().status === 'live',
		signal,
	});

	let ended: {readonly range: LogState['range']; readonly mark: Mark | undefined} | undefined;
	const ticks = keepServing({
		server,
		wish: select(log, state => state.range),
		async serve(range, engine, lasting) {
			const reader = readerFor(engine, state => state.range === range);
			const from = ended?.range === range ? ended.mark : undefined;
			ended = {range, mark: await serveErrors(reader, from, lasting)};
		},
		broke: problem => log.update(errorsUnknown(problem)),
		isLive: () => log.get().errors.status === 'done',
		signal,
	});
	await Promise.all([rows, ticks]);
};
