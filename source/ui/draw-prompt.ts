import {printable} from '../domain/printable.ts';
import type {Prompt} from '../store/prompt.ts';
import {clip, widthOf, wrap} from './text.ts';
import type {Theme} from './theme.ts';

const segmenter = new Intl.Segmenter();

/** The end of a text that fits in so many cells, with the ellipsis before it where it is not all. */
const tail = (text: string, width: number, ellipsis: string): string => {
	if (widthOf(text) <= width) return text;
	const signs = Array.from(segmenter.segment(text), ({segment}) => segment);
	let kept = '';
	let room = width - 1;
	for (const sign of signs.toReversed()) {
		room -= widthOf(sign);
		if (room < 0) break;
		kept = sign + kept;
	}
	return ellipsis + kept;
};

/** What can be said beside the text: why it cannot be used, what it may become, or which keys end it. */
const asideOf = ({kind, text, problem, choices}: Prompt): string => {
	if (problem !== undefined) return problem;
	// What all of them begin with is typed already.
	if (choices.length > 0) return choices.map(choice => choice.slice(text.lastIndexOf(' ') + 1)).join('  ');
	if (typeof kind === 'object') return kind.hint;
	if (text !== '') return '';
	return kind === 'filter' ? 'a pattern; with ! in front, what does not match' : 'a command; <tab> shows which';
};

/** What stands before the text, which keeps most of the line. */
const labelOf = ({kind}: Prompt, width: number, theme: Theme): string => {
	if (typeof kind === 'object') return `${clip(kind.label, Math.floor(width / 3), theme.ellipsis)}: `;
	return kind === 'filter' ? '/' : ':';
};

const keysOf = ({kind}: Prompt): ReadonlyArray<readonly [key: string, label: string]> => {
	if (typeof kind === 'object') {
		return [
			['enter', kind.does],
			['esc', 'cancel'],
			['ctrl-u', 'empty it'],
			['up', 'as it was'],
		];
	}
	return [
		['enter', kind === 'filter' ? 'search' : 'do it'],
		['esc', 'cancel'],
		kind === 'filter' ? ['up', 'the one before'] : ['tab', 'complete'],
	];
};

/**
 * The two rows of the footer while a line is typed, in `width` cells each. What is typed keeps half of the first, and its end and the cursor are
 * always seen; what is wrong with it stands beside it and, where it is too long for that, goes on in the place of the keys.
 */
export const drawPrompt = (prompt: Prompt, width: number, theme: Theme): readonly [string, string] => {
	const keys = drawPromptKeys(prompt, width, theme);
	const label = labelOf(prompt, width, theme);
	const aside = printable(asideOf(prompt));
	const room = Math.max(8, width - 2 - widthOf(label) - Math.min(widthOf(aside) + 2, Math.floor(width / 2)));
	const text = tail(printable(prompt.text), room, theme.ellipsis);
	const bad = prompt.problem !== undefined;
	const paint = bad ? theme.paint.bad : theme.paint.plain;
	const line = ` ${theme.bold((bad ? theme.paint.bad : theme.paint.accent)(label))}${paint(text)}${theme.colour ? theme.inverse(' ') : '_'}`;
	const left = width - widthOf(line) - 2;
	// Where no colour tells that it is bad, its sign does.
	const said = bad ? `${theme.glyph.critical} ${aside}` : aside;
	if (aside === '' || left < 4) return [line, keys];
	if (!bad) return [`${line}  ${theme.dim(clip(said, left, theme.ellipsis))}`, keys];
	const [beside = '', ...more] = wrap(said, left);
	const below = clip(more.join(' '), width - 1, theme.ellipsis);
	return [`${line}  ${theme.paint.bad(beside)}`, below === '' ? keys : ` ${theme.paint.bad(below)}`];
};

/** The keys that a line which is typed knows, for the footer's second row. */
const drawPromptKeys = (prompt: Prompt, width: number, theme: Theme): string => {
	let line = '';
	for (const [key, label] of keysOf(prompt)) {
		const longer = `${line} ${theme.paint.accent(`<${key}>`)} ${label} `;
		if (widthOf(longer) > width) break;
		line = longer;
	}
	return line.trimEnd();
};
