import type {DataConfig} from '../../config/config.ts';
import type {Freshness, WatchedCheck} from '../../domain/freshness.ts';
import {noOutlook} from '../../domain/outlook.ts';
import {problemIn} from '../../domain/problem.ts';
import {createBell, type Bell} from '../../streams/bell.ts';
import {share} from '../../streams/share.ts';
import type {AgeHistory} from '../age-history.ts';
import type {Engine} from '../engine.ts';
import {checkFreshness, type CheckOptions} from './check.ts';
import {freshnessOf, unknownClocks, without} from './finding.ts';
import {startWalk} from './walk.ts';
import type {Way} from './way/way.ts';

/** How often checks are made and spoken of. */
export type WatchOptions = Pick<CheckOptions, 'deadline' | 'now'> & {
	/** Milliseconds from the start of one check to the start of the next, which comes sooner when the verdict turns before that. */
	readonly interval: number;
	/** Milliseconds between two signs of life when nothing changes. */
	readonly heartbeat: number;
	/** Where ages are kept from one session to the next. */
	readonly history: AgeHistory;
};

/** When a check is due, by a steady clock in milliseconds, and the bell of whoever makes it, to ring when this has changed. */
type Turn = {readonly config: DataConfig; dueAt: number; bell: Bell};

const asSoonAsPossible = 0;

/** Milliseconds past the moment at which a verdict turns: not just before it, nor many times a second when the limit is always near. */
const aMoment = 1000;

/**
 * Keeps the outcomes of freshness checks, which are made side by side as long as somebody watches. All watchers see the same outcomes; the
 * last ones stay while nobody does.
 */
export const watchFreshness = (
	checks: readonly DataConfig[],
	wayTo: (check: DataConfig) => Way,
	{interval, heartbeat, deadline, now = () => new Date()}: WatchOptions,
): Pick<Engine['data'], 'watch' | 'recheck'> => {
	let rows: readonly WatchedCheck[] = checks.map(config => notYet(config));
	const turns = checks.map((config): Turn => ({config, dueAt: asSoonAsPossible, bell: createBell()}));

	const makeCheck = async (config: DataConfig, signal: AbortSignal): Promise<Freshness> => {
		try {
			const options = {now, ...(deadline === undefined ? {} : {deadline})};
			return await checkFreshness(config, wayTo(config), signal, options);
		} catch (error) {
			signal.throwIfAborted();
			return brokenDown(config, error, now());
		}
	};

	const keepChecking = async (turn: Turn, changed: Bell, signal: AbortSignal): Promise<void> => {
		// Of its own, since whoever made this check before may not have left yet.
		const bell = createBell();
		turn.bell = bell;
		while (!signal.aborted) {
			const left = turn.dueAt - performance.now();
			if (left > 0) {
				await bell.within(left, signal);
				continue;
			}
			// Before the check, so that being asked for another one meanwhile makes another one.
			turn.dueAt = performance.now() + interval;
			try {
				const outcome = await makeCheck(turn.config, signal);
				turn.dueAt = Math.min(turn.dueAt, performance.now() + (outcome.turnsIn ?? Infinity) + aMoment);
				rows = rows.map(row => (row.key === outcome.key ? {...row, ...outcome} : row));
				changed.ring();
			} catch {
				// Nobody watches any longer; the next one who does wants the outcome that is missing here.
				turn.dueAt = asSoonAsPossible;
				turn.bell.ring();
				return;
			}
		}
	};

	const watch = share(async function* (signal) {
		const changed = createBell();
		for (const turn of turns) void keepChecking(turn, changed, signal);
		while (!signal.aborted) {
			yield {rows, problems: []};
			await changed.within(heartbeat, signal);
		}
	});

	return {
		watch,
		recheck(name) {
			const turn = turns.find(({config}) => config.name === name);
			if (turn === undefined) return;
			turn.dueAt = asSoonAsPossible;
			turn.bell.ring();
		},
	};
};

const notYet = (config: DataConfig): WatchedCheck => ({
	running: undefined,
	cancelled: undefined,
	ages: [],
	outlook: noOutlook,
	key: config.name,
	name: config.name,
	verdict: 'checking',
	cause: undefined,
	owner: undefined,
	age: undefined,
	maxAge: config.maxAge,
	newest: undefined,
	checkedAt: undefined,
	steps: startWalk().steps({step: undefined, evidence: '', ok: false}),
	clocks: unknownClocks,
	problem: undefined,
});

/** A fault of this program in one check must not silence the others. */
const brokenDown = (config: DataConfig, error: unknown, checkedAt: Date): Freshness =>
	freshnessOf(config, without(undefined, 'failed', 'unexpected', '', problemIn(error)), startWalk(), checkedAt);
