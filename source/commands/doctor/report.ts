import type {Examined} from './examined.ts';
import {statusOfAll} from './examined.ts';

/** The report of `mlops-tui doctor --json`; its keys are a contract. */
export const reportOf = (host: string, asOf: Date, steps: readonly Examined[]) => ({
	host,
	asOf: asOf.toISOString(),
	status: statusOfAll(steps),
	steps: steps.map(({part, step, finding, ms, evidence, cause, owner, problem}) => ({
		part,
		step,
		status: finding,
		ms: ms === undefined ? null : Math.round(ms),
		evidence,
		/** In one word; null where nothing is wrong. */
		cause: cause ?? null,
		/** Who usually mends it. */
		owner: owner ?? null,
		problem: problem ?? null,
	})),
});

export type DoctorReport = ReturnType<typeof reportOf>;
