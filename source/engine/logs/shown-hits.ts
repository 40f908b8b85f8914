import type {LogRow} from '../../domain/log.ts';
import {withoutMemory} from '../../parse/filter/without-memory.ts';
import type {FoundRow, LogQuery} from '../log.ts';

/**
 * Asks found rows once more as they are shown, `shownAs`: what a search found only in a secret is no hit, and stays only where it stands around one. So
 * nobody guesses a secret by looking for it, and a line is a hit whether it was found or followed.
 */
export const createShownHits = (
	{pattern, inverse, context}: Pick<LogQuery, 'pattern' | 'inverse' | 'context'>,
	shownAs: (row: LogRow) => LogRow,
): ((found: readonly FoundRow[]) => readonly FoundRow[]) => {
	const wanted = withoutMemory(pattern);
	/** The keys of sources whose last row was left out here. */
	const leftOut = new Set<string>();
	return found =>
		found.flatMap(({row, hit, apart}) => {
			const shown = shownAs(row);
			const isHit = hit && (shown === row || shown.kind === 'rule' || wanted.test(shown.line.text) !== inverse);
			const {key} = row.source;
			if (hit && !isHit && context === 0) {
				leftOut.add(key);
				return [];
			}
			return [{row: shown, hit: isHit, apart: leftOut.delete(key) || apart}];
		});
};
