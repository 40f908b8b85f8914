import type {Theme} from '../theme.ts';

/** A text and the colours that a program gave it: each code holds from its place in the text on. */
export type Styled = {
	readonly text: string;
	readonly codes: ReadonlyArray<{readonly at: number; readonly code: string}>;
};

/** A stretch of a text, from the first of its characters up to the last, which is not part of it. */
export type Stretch = {readonly start: number; readonly end: number};

const escape = String.fromCodePoint(27);
const colour = new RegExp(String.raw`${escape}\[[\d;:]*m`, 'g');
const reset = `${escape}[0m`;
const resets = new RegExp(String.raw`^${escape}\[0*m$`);

/** A text with colour codes in it, and no other ones, taken apart. */
export const styled = (coloured: string): Styled => {
	if (!coloured.includes(escape)) return {text: coloured, codes: []};
	const codes: Array<{readonly at: number; readonly code: string}> = [];
	let text = '';
	let from = 0;
	for (const found of coloured.matchAll(colour)) {
		text += coloured.slice(from, found.index);
		from = found.index + found[0].length;
		codes.push({at: text.length, code: found[0]});
	}
	return {text: text + coloured.slice(from), codes};
};

/** How a part of a text is painted where no program coloured it; `emphasis` paints the hits. */
export type Paint = {readonly base: (text: string) => string; readonly emphasis: (text: string) => string};

/**
 * A stretch of the text, painted, with its hits. Every change of colour ends where it was made, so that what stands behind it is not
 * coloured.
 */
export const paintStretch = (
	{text, codes}: Styled,
	{start, end}: Stretch,
	hits: readonly Stretch[],
	{base, emphasis}: Paint,
): string => {
	const edges = [start, end, ...codes.map(({at}) => at), ...hits.flatMap(hit => [hit.start, hit.end])].filter(
		edge => edge >= start && edge <= end,
	);
	const places = [...new Set(edges)].toSorted((one, other) => one - other);
	let active: readonly string[] = [];
	let next = 0;
	let painted = '';
	for (const [index, from] of places.entries()) {
		for (; next < codes.length && (codes[next]?.at ?? Infinity) <= from; next += 1) {
			const {code = ''} = codes[next] ?? {};
			active = resets.test(code) ? [] : [...active, code];
		}
		const words = text.slice(from, places[index + 1] ?? from);
		if (words === '') continue;
		const own = active.length === 0 ? base(words) : active.join('') + words + reset;
		painted += hits.some(hit => hit.start <= from && from < hit.end) ? emphasis(own) : own;
	}
	return painted;
};

/** How a line of this log is painted by what it is. */
export const plainPaint = ({bold, inverse}: Theme): Paint => ({
	base: words => words,
	emphasis: words => bold(inverse(words)),
});
