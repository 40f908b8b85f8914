import {closest} from '../domain/closest.ts';

/** The job that a check is for unless it says otherwise; it need not have a schedule. */
export const usualJob = 'prediction';

type Keys = {
	readonly schedules: Readonly<Record<string, string>>;
	readonly data: Readonly<Record<string, {readonly neededBy: readonly string[]}>>;
};

/** What checks of a host are needed by though no schedule ever starts it; `expected` completes the sentence "expected …". */
export const faultsOfNeeds = ({schedules, data}: Keys) =>
	Object.entries(data).flatMap(([name, {neededBy}]) =>
		neededBy.flatMap((job, index) => {
			if (Object.hasOwn(schedules, job) || (neededBy.length === 1 && job === usualJob)) return [];
			const path = ['data', name, 'neededBy', ...(neededBy.length === 1 ? [] : [index])];
			return [{path, expected: `a job that has a schedule${hint(job, Object.keys(schedules))}`}];
		}),
	);

const hint = (job: string, scheduled: readonly string[]): string => {
	const meant = closest(job, scheduled);
	if (meant !== undefined) return ` (did you mean ${meant}?)`;
	return scheduled.length === 0 ? ' under schedules, where there is none' : ` (${scheduled.join(', ')})`;
};
