import {stepNames, type Step, type StepName} from '../../domain/freshness.ts';

/** The way through the steps of one check, timed. */
export type Walk = {
	/** The step that is being made. */
	at(): StepName;
	/** Begins a step; entering one again, as a second connection does, begins it anew. */
	enter(step: StepName): void;
	/** The step was fine; `evidence` says what was seen. */
	passed(step: StepName, evidence: string): void;
	/** All steps, given at which the check ended, what was seen there and whether it was fine. Undefined: none was begun. */
	steps(ended: {readonly step: StepName | undefined; readonly evidence: string; readonly ok: boolean}): readonly Step[];
};

/** @param clock a steady clock in milliseconds */
export const startWalk = (clock: () => number = () => performance.now()): Walk => {
	const begun = new Map<StepName, number>();
	const seen = new Map<StepName, {readonly ms: number; readonly evidence: string}>();
	let at: StepName = 'network';
	const msSince = (step: StepName): number => clock() - (begun.get(step) ?? clock());
	return {
		at: () => at,
		enter(step) {
			at = step;
			begun.set(step, clock());
		},
		passed(step, evidence) {
			seen.set(step, {ms: msSince(step), evidence});
		},
		steps(ended) {
			const end = ended.step === undefined ? -1 : stepNames.indexOf(ended.step);
			return stepNames.map((step, index): Step => {
				if (index > end) return {step, status: 'not reached', ms: undefined, evidence: ''};
				if (index === end)
					return {step, status: ended.ok ? 'ok' : 'failed', ms: msSince(step), evidence: ended.evidence};
				const {ms, evidence} = seen.get(step) ?? {ms: 0, evidence: ''};
				return {step, status: 'ok', ms, evidence};
			});
		},
	};
};
