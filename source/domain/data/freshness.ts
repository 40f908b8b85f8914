import type {AgePoint} from './age-history.ts';
import type {Cause, Owner} from './cause.ts';
import type {Outlook} from './outlook.ts';
import type {Problem} from '../problem.ts';
import type {Status} from '../status.ts';
import type {Verdict} from './verdict.ts';

/** The steps of a freshness check, in the order they are walked. The check stops at the first that fails. */
export const stepNames = ['network', 'tls', 'login', 'database', 'procedure', 'rows', 'timestamp', 'age'] as const;
export type StepName = (typeof stepNames)[number];

/** A step as it was made, is being made, or not reached. */
export type Step = {
	readonly step: StepName;
	readonly status: 'ok' | 'failed' | 'running' | 'not reached';
	readonly ms: number | undefined;
	/** What was seen, in words without any secret: `tcp to sql01:1433 through er-forecast`, `128 rows`. */
	readonly evidence: string;
};

/**
 * How far apart the clocks are, in milliseconds ahead of this machine's (negative: behind); 0 where the two cannot be told apart,
 * undefined where a clock was not read.
 */
export type Clocks = {readonly sqlServer: number | undefined; readonly host: number | undefined};

/** The outcome of one freshness check. Ages are by SQL Server's own clock, never by this machine's. */
export type Freshness = {
	readonly key: string;
	readonly name: string;
	/** `checking` until the first outcome is there. */
	readonly verdict: Verdict | 'checking';
	/** Undefined when fresh. */
	readonly cause: Cause | undefined;
	/** Who usually mends it; undefined where there is nothing to mend. */
	readonly owner: Owner | undefined;
	/** Milliseconds, as of `checkedAt`. */
	readonly age: number | undefined;
	/** Milliseconds. */
	readonly maxAge: number;
	/** Milliseconds after `checkedAt` until the verdict is another one, if no newer rows come; left out where time alone changes nothing. */
	readonly turnsIn?: number | undefined;
	/** What the verdict of fresh data is then; stale where it is left out. */
	readonly turnsTo?: 'stale' | 'uncertain' | undefined;
	/** The newest timestamp the procedure returned. */
	readonly newest: Date | undefined;
	/** By this machine's clock. */
	readonly checkedAt: Date | undefined;
	readonly steps: readonly Step[];
	readonly clocks: Clocks;
	readonly problem: Problem | undefined;
};

/** Milliseconds from one check to the next, at the most: one is made sooner when the data turns stale or a load is due. */
export const checkedEvery = 5 * 60_000;

/** A check as it is watched: its last outcome, the one being made, and what follows for the time ahead. */
export type WatchedCheck = Freshness & {
	/** The steps of the check that is being made now, as far as it has come; undefined while none is. */
	readonly running: readonly Step[] | undefined;
	/** When the step that is running began, by this machine's clock. */
	readonly runningSince?: Date | undefined;
	/** Whether another check was asked for and has not begun. */
	readonly asked?: true | undefined;
	/** When a check was cancelled after the last outcome, and how that went, in words; undefined where none was. */
	readonly cancelled: {readonly at: Date; readonly how: string} | undefined;
	/** Ages seen before and now, the oldest first. */
	readonly ages: readonly AgePoint[];
	readonly outlook: Outlook;
};

/** How bad an outcome is by itself; a check that could not be made is unknown, which is neither good nor bad. */
export const statusOfFreshness = ({verdict}: Pick<Freshness, 'verdict'>): Status => {
	switch (verdict) {
		case 'fresh':
			return 'ok';
		case 'stale':
		case 'empty':
			return 'critical';
		case 'failed':
		case 'timeout':
		case 'uncertain':
		case 'not configured':
		case 'checking':
			return 'unknown';
	}
};

/** The same with what lies ahead: data that is fresh, but of which more is expected than came, is a warning. */
export const statusOfCheck = (check: Pick<WatchedCheck, 'verdict' | 'outlook'>): Status =>
	check.verdict === 'fresh' && check.outlook.warnings.length > 0 ? 'warning' : statusOfFreshness(check);
