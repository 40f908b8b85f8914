import type {Filter} from '../../store/log/view.ts';
import type {Stretch} from './styled.ts';

/** The same pattern, to be asked again behind each match. */
const repeating = new WeakMap<RegExp, RegExp>();

const repeated = (pattern: RegExp): RegExp => {
	const known = repeating.get(pattern);
	if (known !== undefined) return known;
	const made = new RegExp(pattern.source, pattern.flags.replaceAll(/[gy]/g, '') + 'g');
	repeating.set(pattern, made);
	return made;
};

/** What the filter looks for, where it stands in the text: the stretches that begin before `until`. An inverse filter looks for nothing that is there. */
export const findHits = (text: string, filter: Filter | undefined, until: number): readonly Stretch[] => {
	if (filter === undefined || filter.inverse) return [];
	const pattern = repeated(filter.pattern);
	pattern.lastIndex = 0;
	const hits: Stretch[] = [];
	for (let found = pattern.exec(text); found !== null && found.index < until; found = pattern.exec(text)) {
		const end = found.index + found[0].length;
		if (end > found.index) hits.push({start: found.index, end});
		else pattern.lastIndex += 1;
	}
	return hits;
};
