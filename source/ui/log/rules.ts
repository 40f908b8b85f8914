import {ruleInWords} from '../../domain/rule-words.ts';
import {spanInWords} from '../../domain/words.ts';
import type {LogRow} from '../../domain/log.ts';
import type {LogView, ViewRow} from '../../store/log/view.ts';
import {clip, widthOf} from '../text.ts';
import type {Theme} from '../theme.ts';
import {rulesAbove} from './layout.ts';
import {teller, type Clocks} from './times.ts';

/** A rule over the whole row with words in it: `── restarted 14:02:11, exit 1 ────`. */
const ruleOf = (
	words: string,
	width: number,
	paint: (words: string) => string,
	theme: Theme,
	start = theme.rule,
): string => {
	const said = clip(words, width - 5, theme.ellipsis);
	const rest = Math.max(1, width - widthOf(said) - 4);
	return `${theme.dim(start + theme.rule)} ${paint(said)} ${theme.dim(theme.rule.repeat(rest))}`;
};

/** The rules above a row: what the rows do not show there. `width` is in cells. */
export const drawAbove = (row: ViewRow, view: LogView, width: number, theme: Theme): readonly string[] =>
	rulesAbove(row, view).map(rule => {
		switch (rule) {
			case 'apart':
				return theme.dim(theme.log.apart);
			case 'gap':
				return ruleOf(`${spanInWords(row.gap ?? 0)} without a line`, width, theme.dim, theme);
		}
	});

/** What happened to the log, as a row of its own. */
export const drawRule = (
	row: Extract<LogRow, {kind: 'rule'}>,
	isCursor: boolean,
	view: LogView,
	clocks: Clocks,
	width: number,
	theme: Theme,
): string => {
	const happened = ruleInWords(row, teller(view.times, clocks));
	const words = view.sources.length > 1 ? `${row.source.name} ${happened}` : happened;
	const paint = view.status === 'broken' ? theme.dim : theme.paint.accent;
	return ruleOf(words, width, paint, theme, isCursor ? theme.pointer : theme.rule);
};
