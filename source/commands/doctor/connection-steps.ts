import {ownerOfHostCause, type HostCause} from '../../domain/host-cause.ts';
import type {Problem} from '../../domain/problem.ts';
import type {DialProgress} from '../../engine/ssh/dial-steps.ts';
import {notReached, plainly, type Examined} from './examined.ts';

const part = 'Connection';
const steps = ['name', 'TCP', 'host key', 'login'] as const;

const shown = (step: DialProgress['step']): string => (step === 'tcp' ? 'TCP' : step);

/** The steps to the machine the program runs on. */
export const localSteps: readonly Examined[] = steps.map(step =>
	plainly(part, step, 'skipped', 'this machine, without SSH'),
);

/** Writes down how a dial goes. `label` is the host that is dialled; those on the way to it are named at their steps. */
export const recordDial = (label: string, clock: () => number) => {
	const done: Examined[] = [];
	let begun = 0;
	let failure: {readonly step: string; readonly ms: number; readonly cause: HostCause} | undefined;
	const nameOf = ({host, step}: DialProgress): string =>
		host === label ? shown(step) : `${shown(step)} (jump host ${host})`;
	return {
		/** The step that is begun, for whoever waits. */
		hear(progress: DialProgress): string {
			const step = nameOf(progress);
			if (progress.is === 'begun') begun = clock();
			if (progress.is === 'passed') done.push(plainly(part, step, 'ok', progress.evidence, clock() - begun));
			if (progress.is === 'failed') failure = {step, ms: clock() - begun, cause: progress.cause};
			return step;
		},
		/** All steps; with what the dial failed with, undefined when it did not. */
		steps(problem: Problem | undefined): readonly Examined[] {
			if (problem === undefined) return done;
			const {step, ms, cause} = failure ?? {step: steps[0], ms: undefined, cause: 'unexpected' as const};
			const failed: Examined = {
				part,
				step,
				finding: 'failed',
				ms,
				evidence: problem.why,
				cause,
				owner: ownerOfHostCause(cause),
				problem,
			};
			const seen = new Set([...done.map(each => each.step), step]);
			return [
				...done,
				failed,
				...notReached(
					part,
					steps.filter(each => !seen.has(each)),
				),
			];
		},
	};
};
