import {agesWith, type AgePoint} from '../domain/data/age-history.ts';
import type {AgeHistory} from '../engine/age-history.ts';

/** A history that is not kept on any disk and begins with these ages by check, the oldest first: that of the practice server. */
export const rememberAges = (begun: Readonly<Record<string, readonly AgePoint[]>>): AgeHistory => {
	const ages = new Map(Object.entries(begun));
	return {
		read: async check => ages.get(check) ?? [],
		async add(check, point) {
			ages.set(check, agesWith(ages.get(check) ?? [], point));
		},
	};
};
