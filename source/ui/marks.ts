import type {Mark} from '../store/session.ts';
import type {Tone} from '../domain/tone.ts';
import type {Theme} from './theme.ts';

/** What is well, and what nobody knows, is told by its sign alone. */
const tones: Readonly<Record<Mark, Tone>> = {
	ok: 'plain',
	warning: 'warn',
	critical: 'bad',
	unknown: 'plain',
	'under way': 'accent',
};

/** The sign of a mark, and how its row is painted; no sign where there is none. */
export const markOf = (
	mark: Mark | undefined,
	theme: Theme,
): {readonly sign: string; readonly paint: (text: string) => string} => {
	if (mark === undefined) return {sign: '', paint: theme.paint.plain};
	return {sign: mark === 'under way' ? theme.ellipsis : theme.glyph[mark], paint: paintingCells(mark, theme)};
};

/** Paints what stands in the cells of a table's line, not the lines between them. */
const paintingCells =
	(mark: Mark, {paint, chart}: Theme) =>
	(line: string): string => {
		const painted = paint[tones[mark]];
		return line
			.split(chart.side)
			.map(text => painted(text))
			.join(chart.side);
	};
