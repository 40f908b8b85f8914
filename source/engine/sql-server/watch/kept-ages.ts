import type {AgePoint} from '../../../domain/data/age-history.ts';
import {inOneSentence, problemIn, type Problem} from '../../../domain/problem.ts';
import type {AgeHistory} from '../../age-history.ts';

/** A history whose failures are told beside what is watched, not to whom they would only be in the way. */
export type KeptAges = {
	/** Nothing where it cannot be read. */
	read(check: string): Promise<readonly AgePoint[]>;
	add(check: string, point: AgePoint): void;
	/** Why ages are not kept now; each reason once. */
	problems(): readonly Problem[];
};

/** @param changed hears when there are other problems */
export const keepAges = (history: AgeHistory, changed: () => void): KeptAges => {
	const failed = new Map<string, Problem>();
	const isDone = (check: string): void => {
		if (failed.delete(check)) changed();
	};
	const isBroken = (check: string, error: unknown): void => {
		failed.set(check, problemIn(error));
		changed();
	};
	return {
		async read(check) {
			try {
				const ages = await history.read(check);
				isDone(check);
				return ages;
			} catch (error) {
				isBroken(check, error);
				return [];
			}
		},
		add(check, point) {
			void history.add(check, point).then(
				() => isDone(check),
				(error: unknown) => isBroken(check, error),
			);
		},
		problems: () => [...new Map([...failed.values()].map(problem => [inOneSentence(problem), problem])).values()],
	};
};
