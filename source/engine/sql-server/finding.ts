import type {DataConfig} from '../../config/config.ts';
import {ownerOf, type Cause} from '../../domain/data/cause.ts';
import type {Clocks, Freshness, StepName} from '../../domain/data/freshness.ts';
import type {Verdict} from '../../domain/data/verdict.ts';
import type {Problem} from '../../domain/problem.ts';
import type {Walk} from './walk.ts';

/** How a check ended: at which step, what was seen there, and what follows. Undefined step: it was not begun. */
export type Finding = {
	readonly step: StepName | undefined;
	readonly verdict: Verdict;
	readonly cause: Cause | undefined;
	readonly evidence: string;
	readonly age: number | undefined;
	/** As in `Freshness`. */
	readonly turnsIn?: number | undefined;
	readonly turnsTo?: 'stale' | 'uncertain' | undefined;
	readonly newest: Date | undefined;
	readonly problem: Problem | undefined;
};

/** A finding that says why there is no age. */
export const without = (
	step: StepName | undefined,
	verdict: Verdict,
	cause: Cause,
	evidence: string,
	problem: Problem,
): Finding => ({step, verdict, cause, evidence, age: undefined, newest: undefined, problem});

/** No clock was read. */
export const unknownClocks: Clocks = {sqlServer: undefined, host: undefined};

/** @param checkedAt by this machine's clock */
export const freshnessOf = (
	config: DataConfig,
	finding: Finding,
	walk: Walk,
	checkedAt: Date,
	clocks: Clocks = unknownClocks,
): Freshness => ({
	key: config.name,
	name: config.name,
	verdict: finding.verdict,
	cause: finding.cause,
	owner: ownerOf(finding.verdict, finding.cause),
	age: finding.age,
	maxAge: config.maxAge,
	turnsIn: finding.turnsIn,
	turnsTo: finding.turnsTo,
	newest: finding.newest,
	checkedAt,
	steps: walk.steps({step: finding.step, evidence: finding.evidence, ok: finding.verdict === 'fresh'}),
	clocks,
	problem: finding.problem,
});
