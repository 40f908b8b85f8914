import type {Cause, Owner} from '../../domain/data/cause.ts';
import type {HostCause} from '../../domain/host-cause.ts';
import type {Problem} from '../../domain/problem.ts';
import {worst, type Status} from '../../domain/status.ts';

/** How a step was found. `unknown` could not be determined; `skipped` is not needed here. */
export type Finding = 'ok' | 'warning' | 'failed' | 'unknown' | 'not reached' | 'skipped';

/** A step as it was examined. */
export type Examined = {
	/** What the step belongs to: `Connection`, `Docker`, `SQL Server patients`. */
	readonly part: string;
	readonly step: string;
	readonly finding: Finding;
	readonly ms: number | undefined;
	/** What was seen, in words without any secret. */
	readonly evidence: string;
	/** Why it is not ok, in one word. */
	readonly cause: Cause | HostCause | undefined;
	/** Who usually mends it. */
	readonly owner: Owner | undefined;
	readonly problem: Problem | undefined;
};

/** A step about which there is nothing more to say. */
export const plainly = (part: string, step: string, finding: Finding, evidence = '', ms?: number): Examined => ({
	part,
	step,
	finding,
	ms,
	evidence,
	cause: undefined,
	owner: undefined,
	problem: undefined,
});

export const notReached = (part: string, steps: readonly string[]): readonly Examined[] =>
	steps.map(step => plainly(part, step, 'not reached'));

/** The status of a finding; undefined for a step that says nothing by itself. */
export const statusOf = (finding: Finding): Status | undefined => {
	switch (finding) {
		case 'ok':
		case 'warning':
		case 'unknown':
			return finding;
		case 'failed':
			return 'critical';
		case 'not reached':
		case 'skipped':
			return undefined;
	}
};

export const statusOfAll = (steps: readonly Examined[]): Status =>
	worst(steps.flatMap(({finding}) => statusOf(finding) ?? []));
