import {onHost, type HostClock} from '../../domain/time/host-clock.ts';
import type {Run} from '../../domain/jobs/job.ts';
import {problemIn, type Problem} from '../../domain/problem.ts';
import {newsIn, recordKept, runsTold, withGone, type RunRecord} from '../../domain/jobs/run-record.ts';
import type {Stretch} from '../../domain/stretch.ts';
import type {RunHistory} from '../run-history.ts';
import type {HeardRuns} from './heard-runs.ts';

/** Every run that is known of a host: those that Docker has, those that were heard of, and those that are kept from before. */
export type KnownRuns = {
	/** Reads what is kept, and begins to watch; never rejects. */
	begin(): Promise<void>;
	/** Takes in what Docker has now, and keeps what is new in it. */
	look(live: readonly Run[], clock: HostClock | undefined): RunRecord;
	/** Watches no longer. */
	end(): void;
	/** Why runs are not kept now. */
	problem(): Problem | undefined;
};

type Options = {readonly history: RunHistory; readonly heard: HeardRuns; now(): Date};

/** Milliseconds of watching after which it is written down: so much is not known later when nobody could say goodbye. */
const often = 5 * 60_000;

/** Since when it is watched, the last look, and up to which it is written down; by the clock of this machine. */
type Watching = {readonly from: Date; to: Date; writtenTo: Date; clock: HostClock | undefined};

export const createKnownRuns = ({history, heard, now}: Options): KnownRuns => {
	let record: RunRecord = {runs: [], watched: []};
	let watching: Watching | undefined;
	let problem: Problem | undefined;

	const tryTo = async <Value>(work: () => Promise<Value>): Promise<Value | undefined> => {
		try {
			const value = await work();
			problem = undefined;
			return value;
		} catch (error) {
			problem = problemIn(error);
			return undefined;
		}
	};

	const keep = (seen: RunRecord): void => {
		if (seen.runs.length > 0 || seen.watched.length > 0) void tryTo(() => history.add(seen, now()));
	};

	/** By the clock of the host; nothing while that is not known. */
	const stretchOf = (from: Date, {to, clock}: Watching): readonly Stretch[] =>
		clock === undefined || from >= to ? [] : [{from: onHost(from, clock), to: onHost(to, clock)}];

	/** Writes down what has been watched since it was written down last. */
	const writeDown = (current: Watching): void => {
		keep({runs: [], watched: stretchOf(current.writtenTo, current)});
		if (current.clock !== undefined) current.writtenTo = current.to;
	};

	return {
		async begin() {
			const kept = await tryTo(() => history.read());
			watching = undefined;
			if (kept !== undefined) record = recordKept(kept, now());
		},
		look(live, clock) {
			const at = now();
			watching ??= {from: at, to: at, writtenTo: at, clock};
			watching.to = at;
			watching.clock = clock ?? watching.clock;
			if (watching.to.getTime() - watching.writtenTo.getTime() >= often) writeDown(watching);
			const news = newsIn([...heard.told(), ...live.filter(({state}) => state !== 'waiting')], record.runs);
			if (news.length > 0) {
				record = recordKept({...record, runs: runsTold([...record.runs.toReversed(), ...news])}, at);
				keep({runs: news, watched: []});
			}
			return {
				runs: withGone(live, record.runs),
				watched: [...record.watched, ...stretchOf(watching.from, watching)],
			};
		},
		end() {
			if (watching === undefined) return;
			writeDown(watching);
			record = {...record, watched: [...record.watched, ...stretchOf(watching.from, watching)]};
			watching = undefined;
		},
		problem: () => problem,
	};
};
