import type {LogRow} from './log.ts';

/** What a rule says, on the clock that its reader wants: `restarted 14:02:11, exit 1`. */
export const ruleInWords = (
	{words, more, at, unended}: Extract<LogRow, {kind: 'rule'}>,
	tell: (at: Date) => string,
): string => {
	// A line that has not ended says itself when it was written.
	const timed = at === undefined || unended !== undefined ? words : `${words} ${tell(at)}`;
	return more === undefined ? timed : `${timed}, ${more}`;
};
