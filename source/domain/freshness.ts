import type {Problem} from './problem.ts';
import type {Status} from './status.ts';

/** The steps of a freshness check, in the order they are walked. The check stops at the first that fails. */
export const stepNames = ['network', 'tls', 'login', 'database', 'procedure', 'rows', 'timestamp', 'age'] as const;
export type StepName = (typeof stepNames)[number];

/** A step as it was made, or not reached. */
export type Step = {
	readonly step: StepName;
	readonly status: 'ok' | 'failed' | 'not reached';
	readonly ms: number | undefined;
	/** What was seen, in words without any secret: `tcp to sql01:1433 through er-forecast`, `128 rows`. */
	readonly evidence: string;
};

/** What a check comes to. `failed`, `timeout`, `uncertain` and `not configured` say nothing about the data. */
export type Verdict = 'fresh' | 'stale' | 'empty' | 'failed' | 'timeout' | 'uncertain' | 'not configured';

/** The outcome of one freshness check. Ages are by SQL Server's own clock, never by this machine's. */
export type Freshness = {
	readonly key: string;
	readonly name: string;
	/** `checking` until the first outcome is there. */
	readonly verdict: Verdict | 'checking';
	/** One word for why, such as `login`, `refused`, `null`; undefined when fresh. */
	readonly cause: string | undefined;
	/** Milliseconds, as of `checkedAt`. */
	readonly age: number | undefined;
	/** Milliseconds. */
	readonly maxAge: number;
	/** Milliseconds after `checkedAt` until the verdict is another one, if no newer rows come; left out where time alone changes nothing. */
	readonly turnsIn?: number | undefined;
	/** The newest timestamp the procedure returned. */
	readonly newest: Date | undefined;
	/** By this machine's clock. */
	readonly checkedAt: Date | undefined;
	readonly steps: readonly Step[];
	readonly problem: Problem | undefined;
};

/** How bad an outcome is; a check that could not be made is unknown, which is neither good nor bad. */
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
