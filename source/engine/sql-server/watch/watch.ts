import type {DataConfig} from '../../../config/config.ts';
import {agesKept, agesWith} from '../../../domain/data/age-history.ts';
import type {Freshness, WatchedCheck} from '../../../domain/data/freshness.ts';
import type {HostClock} from '../../../domain/time/host-clock.ts';
import {lookAhead} from '../../../domain/data/look-ahead.ts';
import {problemIn} from '../../../domain/problem.ts';
import {createBell, type Bell} from '../../../streams/bell.ts';
import {pause} from '../../../streams/pause.ts';
import {share} from '../../../streams/share.ts';
import type {AgeHistory} from '../../age-history.ts';
import type {Engine} from '../../engine.ts';
import {checkFreshness, type CheckOptions} from '../check.ts';
import {freshnessOf, without} from '../finding.ts';
import {keepAges} from './kept-ages.ts';
import {startWalk} from '../walk.ts';
import {
	cameAlong,
	cameTo,
	notYet,
	pointOf,
	wasAskedFor,
	wasBegun,
	wasCancelled,
	wasLeft,
	withHost,
} from './watched-row.ts';
import type {Way} from '../way/way.ts';

/** How often checks are made and spoken of. */
export type WatchOptions = Pick<CheckOptions, 'deadline' | 'now'> & {
	/** Milliseconds from the start of one check to the start of the next, which comes sooner when the verdict turns or a load is due before. */
	readonly interval: number;
	/** Milliseconds between two signs of life when nothing changes. */
	readonly heartbeat: number;
	/** Where ages are kept from one session to the next. */
	readonly history: AgeHistory;
	/** The clock of the host, by which its jobs run; undefined while it is not known. Never fails. */
	readonly clock?: (signal: AbortSignal) => AsyncIterable<HostClock | undefined>;
	/** Cron expressions of the host's jobs. */
	readonly schedules?: Readonly<Record<string, string>>;
};

/** When a check is due, by a steady clock in milliseconds, and the bell of whoever makes it, to ring when this has changed. */
type Turn = {
	readonly config: DataConfig;
	dueAt: number;
	bell: Bell;
	/** Cancels the check that is being made; undefined while none is. */
	cancelling: AbortController | undefined;
	/** Resolves when what was kept of it is there; undefined until somebody asks for that. */
	kept: Promise<void> | undefined;
	/** Whether it has had an outcome. */
	hasOutcome: boolean;
};

const asSoonAsPossible = 0;

/** Milliseconds past the moment at which a verdict turns: not just before it, nor many times a second when the limit is always near. */
const aMoment = 1000;

/** The same for a load, which is not there to the second. */
const aWhile = 10_000;

/** Milliseconds between two states that watchers are told of, at least: steps can pass faster than anybody reads. */
const breath = 100;

/** Milliseconds that the first outcome waits for what was kept of earlier ones and for the host's clock, without which nothing lies ahead. */
const patience = 2000;

/** So many milliseconds until another check is worth making, before the next regular one. */
const untilWorthwhile = ({checkedAt, turnsIn, outlook}: WatchedCheck, now: Date): number => {
	const turns = (checkedAt?.getTime() ?? 0) + (turnsIn ?? Infinity) + aMoment;
	const loads = (outlook.nextLoadAt?.getTime() ?? Infinity) + aWhile;
	// What is over was looked at since, or is looked at regularly.
	return Math.min(...[turns, loads].map(at => at - now.getTime()).filter(left => left > 0), Infinity);
};

/**
 * Keeps the outcomes of freshness checks, which are made side by side as long as somebody watches. All watchers see the same outcomes; the
 * last ones stay while nobody does.
 */
export const watchFreshness = (
	checks: readonly DataConfig[],
	wayTo: (check: DataConfig) => Way,
	{interval, heartbeat, deadline, now = () => new Date(), history, clock: clocks, schedules = {}}: WatchOptions,
): Pick<Engine['data'], 'watch' | 'recheck' | 'cancel'> => {
	let rows: readonly WatchedCheck[] = checks.map(config => notYet(config));
	let changed = createBell();
	let clock: HostClock | undefined;
	const clockTold = Promise.withResolvers<void>();
	if (clocks === undefined) clockTold.resolve();
	const kept = keepAges(history, () => changed.ring());
	const turns = checks.map((config): Turn => ({
		config,
		dueAt: asSoonAsPossible,
		bell: createBell(),
		cancelling: undefined,
		kept: undefined,
		hasOutcome: false,
	}));

	const update = ({config}: Turn, change: (row: WatchedCheck) => WatchedCheck): void => {
		rows = rows.map(row => (row.key === config.name ? change(row) : row));
		changed.ring();
	};

	const lookedAhead =
		({neededBy}: DataConfig) =>
		(row: WatchedCheck): WatchedCheck => {
			const jobs = neededBy.flatMap(name => {
				const schedule = schedules[name];
				return schedule === undefined ? [] : [{name, schedule}];
			});
			return {...row, outlook: lookAhead(row, {ages: row.ages, clock, jobs, every: interval, now: now()})};
		};

	const lookAgain = (): void => {
		for (const turn of turns) update(turn, lookedAhead(turn.config));
	};

	const makeCheck = async (turn: Turn, cancel: AbortSignal, signal: AbortSignal): Promise<Freshness> => {
		const {config} = turn;
		try {
			return await checkFreshness(config, wayTo(config), signal, {
				now,
				cancel,
				hostAhead: () => clock?.ahead,
				onStep(steps) {
					if (turn.cancelling?.signal === cancel) update(turn, cameAlong(now(), steps));
				},
				...(deadline === undefined ? {} : {deadline}),
			});
		} catch (error) {
			signal.throwIfAborted();
			return brokenDown(config, error, now());
		}
	};

	const conclude = (turn: Turn, outcome: Freshness, isCancelled: boolean): void => {
		if (isCancelled) return update(turn, wasCancelled(outcome, now()));
		const point = pointOf(outcome);
		update(turn, row => {
			const ages = point === undefined ? row.ages : agesWith(row.ages, point);
			return lookedAhead(turn.config)({...cameTo(outcome)(row), ages});
		});
		if (point !== undefined) kept.add(turn.config.name, point);
	};

	/** An outcome by itself may be the only one that is asked for, and so has to come with what lies ahead. */
	const untilConcludable = async (turn: Turn, signal: AbortSignal): Promise<void> => {
		if (turn.hasOutcome) return;
		const over = new AbortController();
		await Promise.race([
			Promise.all([turn.kept, clockTold.promise]),
			pause(patience, AbortSignal.any([signal, over.signal])),
		]);
		over.abort();
		turn.hasOutcome = true;
	};

	const takeTurn = async (turn: Turn, signal: AbortSignal): Promise<void> => {
		// Before the check, so that being asked for another one meanwhile makes another one.
		turn.dueAt = performance.now() + interval;
		const cancelling = new AbortController();
		turn.cancelling = cancelling;
		update(turn, row => cameAlong(now())(wasBegun(row)));
		try {
			const outcome = await makeCheck(turn, cancelling.signal, signal);
			await untilConcludable(turn, signal);
			turn.cancelling = undefined;
			conclude(turn, withHost(outcome, clock?.ahead), outcome.cause === 'cancelled');
			const row = rows.find(({key}) => key === turn.config.name);
			if (row !== undefined) turn.dueAt = Math.min(turn.dueAt, performance.now() + untilWorthwhile(row, now()));
		} finally {
			if (turn.cancelling === cancelling) {
				turn.cancelling = undefined;
				update(turn, wasLeft);
			}
		}
	};

	const keepChecking = async (turn: Turn, signal: AbortSignal): Promise<void> => {
		// Of its own, since whoever made this check before may not have left yet.
		const bell = createBell();
		turn.bell = bell;
		while (!signal.aborted) {
			const left = turn.dueAt - performance.now();
			if (left > 0) {
				await bell.within(left, signal);
				continue;
			}
			try {
				await takeTurn(turn, signal);
			} catch {
				// Nobody watches any longer; the next one who does wants the outcome that is missing here.
				turn.dueAt = asSoonAsPossible;
				turn.bell.ring();
				return;
			}
		}
	};

	const readAges = async (turn: Turn): Promise<void> => {
		const ages = agesKept(await kept.read(turn.config.name), now());
		// The first outcome may have been there sooner.
		update(turn, row => lookedAhead(turn.config)({...row, ages: row.ages.reduce(agesWith, ages)}));
	};

	const followClock = async (signal: AbortSignal): Promise<void> => {
		if (clocks === undefined || turns.length === 0) return;
		for await (const read of clocks(signal)) {
			if (read === undefined) continue;
			clock = read;
			lookAgain();
			clockTold.resolve();
		}
	};

	const watch = share(async function* (signal) {
		const bell = createBell();
		changed = bell;
		// What was expected when somebody watched last may be long over.
		lookAgain();
		void followClock(signal);
		for (const turn of turns) {
			turn.kept ??= readAges(turn);
			void keepChecking(turn, signal);
		}
		while (!signal.aborted) {
			yield {rows, problems: kept.problems()};
			const spokeAt = performance.now();
			await bell.within(heartbeat, signal);
			await pause(Math.max(0, spokeAt + breath - performance.now()), signal);
		}
	});

	const turnOf = (name: string): Turn | undefined => turns.find(({config}) => config.name === name);
	return {
		watch,
		recheck(name) {
			const turn = turnOf(name);
			if (turn === undefined) return;
			turn.dueAt = asSoonAsPossible;
			update(turn, wasAskedFor);
			turn.bell.ring();
		},
		cancel(name) {
			const turn = turnOf(name);
			if (turn?.cancelling === undefined) return;
			// Whoever asked for another one meanwhile wants none now.
			turn.dueAt = performance.now() + interval;
			update(turn, wasBegun);
			turn.cancelling.abort();
		},
	};
};

/** A fault of this program in one check must not silence the others. */
const brokenDown = (config: DataConfig, error: unknown, checkedAt: Date): Freshness =>
	freshnessOf(config, without(undefined, 'failed', 'unexpected', '', problemIn(error)), startWalk(), checkedAt);
