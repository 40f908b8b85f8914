import {stepNames, type Step, type WatchedCheck} from '../../domain/data/freshness.ts';
import type {Examined, Finding} from './examined.ts';
import {notReached, plainly} from './examined.ts';

const partOf = (name: string): string => `SQL Server ${name}`;

/** How the step was found at which a check ended. Data that is old or missing came over a connection that works. */
const findingOf = ({verdict, cause}: WatchedCheck, {step}: Step): Finding => {
	switch (verdict) {
		case 'fresh':
			return 'ok';
		case 'stale':
		case 'empty':
			return 'warning';
		case 'uncertain':
		case 'checking':
			return 'unknown';
		case 'failed':
		case 'timeout':
		case 'not configured':
			if (cause === 'cancelled') return 'unknown';
			return step === 'timestamp' || step === 'age' ? 'warning' : 'failed';
	}
};

/** The way is what is examined here: old or missing data is no fault of it, and the line says who calls it one. */
const evidenceOf = ({verdict}: WatchedCheck, {evidence}: Step): string =>
	verdict === 'stale' || verdict === 'empty'
		? `${evidence === '' ? verdict : evidence}; the way is fine, \`mlops-tui check\` judges the data`
		: evidence;

/** The steps of a check for whose outcome there was no time, as far as it came: that is nobody's fault yet. */
const stepsSoFar = (part: string, steps: readonly Step[]): readonly Examined[] => {
	const reached = steps.find(({status}) => status !== 'ok');
	return steps.map(step =>
		step === reached
			? plainly(part, step.step, 'unknown', 'no answer in the time there was', step.ms)
			: plainly(part, step.step, step.status === 'ok' ? 'ok' : 'not reached', step.evidence, step.ms),
	);
};

/** The steps of a check; one that was not begun, for what the config says, has its failure in front of them. */
export const dataSteps = (check: WatchedCheck): readonly Examined[] => {
	const {name, steps, cause, owner, problem} = check;
	const part = partOf(name);
	const ended = steps.findLast(({status}) => status !== 'not reached');
	if (check.verdict === 'fresh') return steps.map(step => plainly(part, step.step, 'ok', step.evidence, step.ms));
	if (check.verdict === 'checking') return stepsSoFar(part, check.running ?? steps);
	if (ended === undefined) {
		const evidence = problem?.why ?? '';
		return [
			{part, step: 'config', finding: 'failed', ms: undefined, evidence, cause, owner, problem},
			...notReached(part, stepNames),
		];
	}
	return steps.map((step): Examined => {
		if (step === ended)
			return {
				part,
				step: step.step,
				finding: findingOf(check, step),
				ms: step.ms,
				evidence: evidenceOf(check, step),
				cause,
				owner,
				problem,
			};
		return plainly(part, step.step, step.status === 'ok' ? 'ok' : 'not reached', step.evidence, step.ms);
	});
};

/** The steps of checks that could not be made, for want of a way to the host. */
export const dataNotReached = (names: readonly string[]): readonly Examined[] =>
	names.flatMap(name => notReached(partOf(name), stepNames));

/** What there is to say where no check is configured. */
export const noData: Examined = plainly('SQL Server', 'checks', 'skipped', 'none is configured under `data:`');
