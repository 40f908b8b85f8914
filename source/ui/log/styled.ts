import {endOf, isColour} from '../../parse/lines/pen.ts';

/** A text and the colours that a program gave it. `style` is the sequence for all that holds from a place on, empty for none. */
export type Styled = {
	readonly text: string;
	readonly styles: ReadonlyArray<{readonly at: number; readonly style: string}>;
};

/** A stretch of a text, from the first of its characters up to the last, which is not part of it. */
export type Stretch = {readonly start: number; readonly end: number};

const escape = String.fromCodePoint(27);
const sequence = new RegExp(String.raw`${escape}\[([\d;]*)m`, 'g');
const reset = `${escape}[0m`;

/** What holds after a sequence: codes by the parameter that ends them. Bold and faint have the same one. */
const follow = (held: Map<number, readonly string[]>, parameters: string): void => {
	const words = parameters.split(';');
	for (let index = 0; index < words.length; index += 1) {
		const code = Number(words[index]);
		const end = endOf(code);
		if (isColour(code)) {
			const size = words[index + 1] === '5' ? 3 : 5;
			held.set(code + 1, [words.slice(index, index + size).join(';')]);
			index += size - 1;
		} else if (end === 39 || end === 49) held.set(end, [String(code)]);
		else if (end !== undefined)
			held.set(end, [...(held.get(end) ?? []).filter(other => other !== String(code)), String(code)]);
		else held.delete(code);
	}
};

/** A text taken apart, which has no other sequences in it than those that `visible` leaves. */
export const styled = (visible: string): Styled => {
	if (!visible.includes(escape)) return {text: visible, styles: []};
	const styles: Array<{readonly at: number; readonly style: string}> = [];
	const held = new Map<number, readonly string[]>();
	let text = '';
	let from = 0;
	for (const found of visible.matchAll(sequence)) {
		text += visible.slice(from, found.index);
		from = found.index + found[0].length;
		follow(held, found[1] ?? '');
		const codes = [...held.values()].flat();
		styles.push({at: text.length, style: codes.length === 0 ? '' : `${escape}[${codes.join(';')}m`});
	}
	return {text: text + visible.slice(from), styles};
};

/** How a part of a text is painted where no program coloured it; `emphasis` paints the hits. */
export type Paint = {readonly base: (text: string) => string; readonly emphasis: (text: string) => string};

/**
 * A stretch of the text, painted, with its hits. Every change of colour ends where it was made, so that what stands behind it is not
 * coloured.
 */
export const paintStretch = (
	{text, styles}: Styled,
	{start, end}: Stretch,
	hits: readonly Stretch[],
	{base, emphasis}: Paint,
): string => {
	const edges = [...styles.map(({at}) => at), ...hits.flatMap(hit => [hit.start, hit.end])];
	const inside = edges.filter(edge => edge > start && edge < end).toSorted((one, other) => one - other);
	let painted = '';
	let next = 0;
	let style = '';
	for (const [index, from] of [start, ...inside].entries()) {
		for (; next < styles.length && (styles[next]?.at ?? end) <= from; next += 1) style = styles[next]?.style ?? '';
		const words = text.slice(from, inside[index] ?? end);
		if (words === '') continue;
		const own = style === '' ? base(words) : style + words + reset;
		painted += hits.some(hit => hit.start <= from && from < hit.end) ? emphasis(own) : own;
	}
	return painted;
};
