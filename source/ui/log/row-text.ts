import type {LineRow, LogRow} from '../../domain/log.ts';
import type {LogView, ViewRow} from '../../store/log/view.ts';
import {withoutTime} from '../../parse/lines/log-lines.ts';
import {visible} from '../../parse/lines/visible.ts';
import {breakLines, enoughFor} from './breaks.ts';
import {hasHit} from './hits.ts';
import {hanging, layOut} from './layout.ts';
import {readable, type Readable} from './readable.ts';
import {styled, type Stretch, type Styled} from './styled.ts';

/** The text of a line as it is shown, before it is cut or wrapped. The first block is the line itself, the others stand below it. */
export type RowText = {
	readonly blocks: readonly Styled[];
	/** There is more of it than was looked at. */
	readonly cut: boolean;
};

const shown = (text: string): Styled => styled(visible(text, {colour: true}));

/** A line of fields in one line: what takes several is counted. */
const inOneLine = ({head, fields, below}: Readable): string =>
	[
		head,
		...fields,
		...below.map(
			({name, lines}) => `${name === '' ? '' : `${name}=`}(${lines.length} more line${lines.length === 1 ? '' : 's'})`,
		),
	].join(' ');

const inBlocks = ({head, fields, below}: Readable): readonly string[] => [
	[head, ...fields].join(' '),
	...below.flatMap(({name, lines}) => [...(name === '' ? [] : [`${name}:`]), ...lines]),
];

/** How a line reads best: its fields in words, and no time where the column shows it. Undefined where that is how it is written. */
const bestForm = (text: string, at: Date | undefined, view: LogView): readonly string[] | undefined => {
	const timed = view.times !== 'off' && at !== undefined;
	const fields = readable(text, timed);
	if (fields !== undefined && view.raw) return undefined;
	if (fields !== undefined) return view.wrap ? inBlocks(fields) : [inOneLine(fields)];
	return timed ? [withoutTime(text)] : undefined;
};

/** Whether what the filter looks for can be seen in a form of a line that has it. */
const showsHit = (form: readonly string[], {filter}: LogView): boolean =>
	filter === undefined || filter.inverse || form.some(text => hasHit(text, filter));

export const textOf = ({line: {text, at}}: LineRow, isHit: boolean, view: LogView): RowText => {
	const enough = view.wrap ? Infinity : enoughFor(layOut(view).text);
	// JSON can be read only as a whole.
	const read = text.trimStart().startsWith('{') ? text : text.slice(0, enough);
	const best = bestForm(read, at, view);
	// What was looked for is never taken out of sight by showing the line in another form.
	const form = best === undefined || (isHit && !showsHit(best, view)) ? [read] : best;
	return {
		blocks: form.map(block => shown(block.slice(0, enough))),
		cut: read.length < text.length || form.some(block => block.length > enough),
	};
};

/** A row of text in the screen lines it takes. */
export type WrappedBlock = {readonly block: Styled; readonly lines: readonly Stretch[]};
type Wrapped = {readonly form: string; readonly blocks: readonly WrappedBlock[]};

/** What a line was wrapped to when it was last looked at: of long lines that takes time. */
const remembered = new WeakMap<LineRow, Wrapped>();

/** A line in the screen lines that it takes when it is wrapped. */
export const wrapRow = (row: LineRow, isHit: boolean, view: LogView): readonly WrappedBlock[] => {
	const {text} = layOut(view);
	const form = [text, view.times === 'off', view.raw, isHit && view.filter?.text].join(' ');
	const known = remembered.get(row);
	if (known?.form === form) return known.blocks;
	const blocks = textOf(row, isHit, view).blocks.map((block, index) => ({
		block,
		lines: breakLines(block.text, index === 0 ? text : text - hanging, text - hanging),
	}));
	remembered.set(row, {form, blocks});
	return blocks;
};

/** The screen lines that a row takes, with the rules above it: several when it is wrapped. */
export const linesOf = (blocks: readonly WrappedBlock[]): number =>
	blocks.reduce((sum, {lines}) => sum + lines.length, 0);

export const isLine = (row: LogRow): row is LineRow => row.kind === 'line';

export const textHeight = ({row, hit}: ViewRow, view: LogView): number =>
	view.wrap && isLine(row) ? linesOf(wrapRow(row, hit, view)) : 1;
