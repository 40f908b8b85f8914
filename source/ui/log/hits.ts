import type {Filter} from '../../domain/log.ts';
import {withoutMemory} from '../../parse/filter/without-memory.ts';
import type {Stretch} from './styled.ts';

/** The same pattern, to be asked again behind each match. */
const repeating = new WeakMap<RegExp, RegExp>();

const repeated = (pattern: RegExp): RegExp => {
	const known = repeating.get(pattern);
	if (known !== undefined) return known;
	const made = new RegExp(pattern, `${withoutMemory(pattern).flags}g`);
	repeating.set(pattern, made);
	return made;
};

/**
 * What the filter looks for, where it stands in a stretch of the text: all of it that the stretch has a part of. An inverse filter looks for nothing
 * that is there.
 */
export const findHits = (text: string, filter: Filter | undefined, {start, end}: Stretch): readonly Stretch[] => {
	if (filter === undefined || filter.inverse) return [];
	const pattern = repeated(filter.pattern);
	pattern.lastIndex = 0;
	const hits: Stretch[] = [];
	for (let found = pattern.exec(text); found !== null && found.index < end; found = pattern.exec(text)) {
		const behind = found.index + found[0].length;
		if (behind === found.index) pattern.lastIndex += 1;
		else if (behind > start) hits.push({start: found.index, end: behind});
	}
	return hits;
};

/** Whether something of the text is what the filter looks for. */
export const hasHit = (text: string, {pattern}: Filter): boolean => text.search(pattern) !== -1;
