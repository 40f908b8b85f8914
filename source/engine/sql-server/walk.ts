import {stepNames, type Step, type StepName} from '../../domain/data/freshness.ts';

/** Where a check ended, what was seen there and whether it was fine. Undefined: no step was begun. */
export type Ended = {readonly step: StepName | undefined; readonly evidence: string; readonly ok: boolean};

/** The way through the steps of one check, timed. */
export type Walk = {
	/** The step that is being made. */
	at(): StepName;
	/** Begins a step, unless it is the one being made; coming back to one, as a second connection does, begins it anew. */
	enter(step: StepName): void;
	/** The step was fine; `evidence` says what was seen. */
	passed(step: StepName, evidence: string): void;
	/** Nothing more is made: what the step that is being made takes from now on is no time of its own. */
	halt(): void;
	/** All steps, given how the check ended; without that as they stand, of which one is running. */
	steps(ended?: Ended): readonly Step[];
};

/**
 * @param onStep hears the steps so far whenever one begins or passes; not when it does so again, since a step that passed stays so
 * @param clock a steady clock in milliseconds
 */
export const startWalk = (
	onStep: (steps: readonly Step[]) => void = () => {},
	clock: () => number = () => performance.now(),
): Walk => {
	const begun = new Map<StepName, number>();
	const seen = new Map<StepName, {readonly ms: number; readonly evidence: string}>();
	let at: StepName = 'network';
	let halted: number | undefined;
	const msSince = (step: StepName): number => {
		const now = halted ?? clock();
		return Math.max(0, now - (begun.get(step) ?? now));
	};
	const passedAt = (step: StepName): Step => {
		const {ms, evidence} = seen.get(step) ?? {ms: 0, evidence: ''};
		return {step, status: 'ok', ms, evidence};
	};
	const soFar = (): readonly Step[] =>
		stepNames.map((step): Step => {
			if (seen.has(step)) return passedAt(step);
			return begun.has(step) ? {step, status: 'running', ms: msSince(step), evidence: ''} : notReached(step);
		});
	return {
		at: () => at,
		enter(step) {
			const first = !begun.has(step);
			if (step === at && !first) return;
			at = step;
			begun.set(step, clock());
			if (first) onStep(soFar());
		},
		passed(step, evidence) {
			const first = !seen.has(step);
			seen.set(step, {ms: msSince(step), evidence});
			if (first) onStep(soFar());
		},
		halt() {
			halted ??= clock();
		},
		steps(ended) {
			if (ended === undefined) return soFar();
			const end = ended.step === undefined ? -1 : stepNames.indexOf(ended.step);
			return stepNames.map((step, index): Step => {
				if (index > end) return notReached(step);
				if (index === end)
					return {step, status: ended.ok ? 'ok' : 'failed', ms: msSince(step), evidence: ended.evidence};
				return passedAt(step);
			});
		},
	};
};

const notReached = (step: StepName): Step => ({step, status: 'not reached', ms: undefined, evidence: ''});
