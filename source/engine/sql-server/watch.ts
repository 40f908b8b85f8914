import type {DataConfig} from '../../config/config.ts';
import type {Freshness} from '../../domain/freshness.ts';
import {problemIn} from '../../domain/problem.ts';
import type {Engine} from '../engine.ts';
import {createGong, type Gong} from './gong.ts';
import {checkFreshness, type CheckOptions} from './check.ts';
import {freshnessOf, without} from './finding.ts';
import type {OpenPort} from './session.ts';
import {startWalk} from './walk.ts';

/** How a SQL Server is reached: from the host over its connection, whose name `through` is, or straight from this machine. */
export type Way = {readonly openPort: OpenPort; readonly through: string | undefined};

/** How often checks are made and spoken of. */
export type WatchOptions = Pick<CheckOptions, 'deadline' | 'now'> & {
	/** Milliseconds from the start of one check to the start of the next, which comes sooner when the verdict turns before that. */
	readonly interval: number;
	/** Milliseconds between two signs of life when nothing changes. */
	readonly heartbeat: number;
};

/** When a check is due, by a steady clock in milliseconds, and the gong that says that this has changed. */
type Turn = {dueAt: number; readonly gong: Gong};

const asSoonAsPossible = 0;

/** Milliseconds past the moment at which a verdict turns, so that the next check does not come just before it. */
const aMoment = 250;

/**
 * Keeps the outcomes of freshness checks, which are made side by side as long as somebody watches. All watchers see the same outcomes; the
 * last ones stay while nobody does.
 */
export const watchFreshness = (
	checks: readonly DataConfig[],
	wayTo: (check: DataConfig) => Way,
	{interval, heartbeat, deadline, now = () => new Date()}: WatchOptions,
): Engine['data'] => {
	let rows: readonly Freshness[] = checks.map(config => notYet(config));
	let watchers = 0;
	let checking = new AbortController();
	const changed = createGong();
	const turns = new Map(checks.map(({name}): [string, Turn] => [name, {dueAt: asSoonAsPossible, gong: createGong()}]));

	const makeCheck = async (config: DataConfig, signal: AbortSignal): Promise<Freshness> => {
		try {
			const {openPort, through} = wayTo(config);
			const options = {now, through, ...(deadline === undefined ? {} : {deadline})};
			return await checkFreshness(config, openPort, signal, options);
		} catch (error) {
			signal.throwIfAborted();
			return brokenDown(config, error, now());
		}
	};

	const keepChecking = async (config: DataConfig, turn: Turn, signal: AbortSignal): Promise<void> => {
		while (!signal.aborted) {
			const left = turn.dueAt - performance.now();
			if (left > 0) {
				await turn.gong.wait(left, signal);
				continue;
			}
			// Before the check, so that being asked for another one meanwhile makes another one.
			turn.dueAt = performance.now() + interval;
			try {
				const outcome = await makeCheck(config, signal);
				turn.dueAt = Math.min(turn.dueAt, performance.now() + (outcome.turnsIn ?? Infinity) + aMoment);
				rows = rows.map(row => (row.key === outcome.key ? outcome : row));
				changed.ring();
			} catch {
				// Nobody watches any longer; the next one who does wants the outcome that is missing here.
				turn.dueAt = asSoonAsPossible;
				turn.gong.ring();
				return;
			}
		}
	};

	const join = (): void => {
		watchers += 1;
		if (watchers > 1) return;
		checking = new AbortController();
		for (const config of checks) {
			const turn = turns.get(config.name);
			if (turn !== undefined) void keepChecking(config, turn, checking.signal);
		}
	};

	const leave = (): void => {
		watchers -= 1;
		if (watchers === 0) checking.abort();
	};

	return {
		async *watch(signal) {
			join();
			try {
				while (!signal.aborted) {
					const shown = rows;
					yield shown;
					if (shown === rows) await changed.wait(heartbeat, signal);
				}
			} finally {
				leave();
			}
		},
		recheck(name) {
			const turn = turns.get(name);
			if (turn === undefined) return;
			turn.dueAt = asSoonAsPossible;
			turn.gong.ring();
		},
	};
};

const notYet = (config: DataConfig): Freshness => ({
	key: config.name,
	name: config.name,
	verdict: 'checking',
	cause: undefined,
	age: undefined,
	maxAge: config.maxAge,
	newest: undefined,
	checkedAt: undefined,
	steps: startWalk().steps({step: undefined, evidence: '', ok: false}),
	problem: undefined,
});

/** A fault of this program in one check must not silence the others. */
const brokenDown = (config: DataConfig, error: unknown, checkedAt: Date): Freshness =>
	freshnessOf(config, without(undefined, 'failed', 'unexpected', '', problemIn(error)), startWalk(), checkedAt);
