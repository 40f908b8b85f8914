import {statusOfCheck, type WatchedCheck} from '../domain/data/freshness.ts';
import {warningInWords} from '../domain/data/outlook-words.ts';
import type {SqlEncryption} from '../domain/data/sql-trust.ts';

/** Whole ones, as words count them: what is read from both is one and the same. */
const seconds = (milliseconds: number | undefined): number | null =>
	milliseconds === undefined ? null : Math.trunc(milliseconds / 1000) + 0;

const iso = (at: Date | undefined): string | null => at?.toISOString() ?? null;

const laterThan = (now: Date, at: Date | undefined): Date | undefined =>
	at !== undefined && at > now ? at : undefined;

/** A freshness check in the report of `mlops-tui check --json`; its keys are a contract. */
export const describeData = (check: WatchedCheck, encryption: SqlEncryption | undefined, now: Date) => ({
	name: check.name,
	status: statusOfCheck(check),
	verdict: check.verdict,
	cause: check.cause ?? null,
	/** Who usually mends that. */
	owner: check.owner ?? null,
	ageSeconds: seconds(check.age),
	maxAgeSeconds: seconds(check.maxAge),
	newest: iso(check.newest),
	checkedAt: iso(check.checkedAt),
	/** If no newer rows come; null unless it is fresh, and where it can only be told until when that is certain. */
	turnsStaleAt: check.verdict === 'fresh' && check.outlook.turnsTo !== 'uncertain' ? iso(check.outlook.turnsAt) : null,
	/** Null where none is expected, or the one that was is over. */
	nextLoadAt: iso(laterThan(now, check.outlook.nextLoadAt)),
	/** When a load should have come that was not there; null where none is missed, or nobody can know. */
	missedLoadAt: iso(check.outlook.missedLoadAt),
	/** In words; what makes a fresh check a warning. */
	warnings: check.verdict === 'fresh' ? check.outlook.warnings.map(warning => warningInWords(warning, now)) : [],
	/** Ahead of this machine's clock, behind when negative, 0 where no difference can be seen, null where a clock was not read. */
	clocks: {sqlServerAheadSeconds: seconds(check.clocks.sqlServer), hostAheadSeconds: seconds(check.clocks.host)},
	/** By the config; null where it does not know the check. */
	encryption: encryption ?? null,
	steps: check.steps.map(({step, status, ms, evidence}) => ({
		step,
		status,
		ms: ms === undefined ? null : Math.round(ms),
		evidence,
	})),
});

export type DataReport = ReturnType<typeof describeData>;
