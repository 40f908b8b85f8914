import {inOneSentence, problemIn} from '../../domain/problem.ts';
import type {LineRow, LogSource} from '../../domain/log.ts';
import type {Edge, Log} from '../../engine/log.ts';
import {isStart, toRunBefore} from '../../store/log/find.ts';
import {spotOf, type Spot} from '../../store/log/spots.ts';
import type {LogState, Sources} from '../../store/log/state.ts';
import {wentTo} from '../../store/log/wishes.ts';
import type {Flash} from '../../store/session.ts';
import type {Store} from '../../store/store.ts';
import type {Reach, Server} from '../keep-connected.ts';

type Options = {
	readonly log: Store<LogState>;
	readonly server: Pick<Server, 'reach'>;
	open(sources: Sources): void;
	say(flash: Flash): void;
	/** Aborts when the log is closed. */
	readonly left: AbortSignal;
};

/** Rows that are read at once. */
const page = 2000;

/** The last line before the last start before a place; undefined where the log says of none. */
const lineBeforeStart = async (log: Log, from: Edge, signal: AbortSignal): Promise<Spot | undefined> => {
	let edge = from;
	let isMet = false;
	for (let more = true; more && !signal.aborted;) {
		const window = await log.read(edge, 'before', page, signal);
		let {rows} = window;
		if (!isMet) {
			const start = rows.findLastIndex(isStart);
			isMet = start !== -1;
			rows = rows.slice(0, Math.max(0, start));
		}
		const line = rows.findLast((row): row is LineRow => row.kind === 'line');
		if (isMet && line !== undefined) return spotOf(line);
		({more} = window);
		edge = {mark: window.start};
	}
	return undefined;
};

const goBefore = async (source: LogSource, reach: Reach, {log, say}: Options, over: AbortSignal): Promise<void> => {
	say({text: 'Looking for the start before this', tone: 'progress'});
	const spot = await lineBeforeStart(reach.engine.logs.log([source]), log.get().start ?? 'end', over);
	if (over.aborted) return;
	if (spot === undefined) say({text: `Docker has no earlier start of ${source.name} in what it keeps`, tone: 'bad'});
	else log.update(wentTo(spot));
};

/** Opens the run of a job before the one that is shown. The log of a service goes on through its runs: there it goes to the end of the one before. */
export const openRunBefore = async (options: Options): Promise<void> => {
	const {log, server, open, say, left} = options;
	const [source] = log.get().sources;
	const way = source.kind === 'service' ? toRunBefore(log.get()) : undefined;
	if (way !== undefined) {
		log.update(way);
		return;
	}
	const reach = server.reach.get();
	if (reach === undefined) {
		say({text: 'The run before cannot be looked up: there is no connection', tone: 'bad'});
		return;
	}
	const over = AbortSignal.any([left, reach.lost]);
	try {
		if (source.kind === 'service') {
			await goBefore(source, reach, options, over);
			return;
		}
		const before = await reach.engine.logs.previous(source, over);
		if (over.aborted) return;
		if (before === undefined) say({text: `There is no run before it of ${source.name}`, tone: 'bad'});
		else open([before]);
	} catch (error) {
		if (!left.aborted) say({text: inOneSentence(problemIn(error)), tone: 'bad'});
	}
};
