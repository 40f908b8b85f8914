import type {LogRow} from '../../domain/log.ts';
import type {LogView, ViewRow} from '../../store/log/view.ts';
import {withoutTime} from '../../parse/log-lines.ts';
import {visible} from '../../parse/visible.ts';
import {breakLines, enoughFor} from './breaks.ts';
import {findHits} from './hits.ts';
import {hanging, layOut} from './layout.ts';
import {readable, type Readable} from './readable.ts';
import {styled, type Stretch, type Styled} from './styled.ts';

export type LineRow = Extract<LogRow, {kind: 'line'}>;

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

const holdsHit = (texts: readonly string[], {filter}: LogView): boolean =>
	filter === undefined || filter.inverse || texts.some(text => findHits(text, filter, Infinity).length > 0);

/** The forms in which a line can be shown, the one that reads best first. */
const formsOf = function* ({line: {text, at}}: LineRow, view: LogView): Generator<readonly string[]> {
	const timed = view.times !== 'off' && at !== undefined;
	const fields = readable(text, timed);
	if (fields !== undefined) yield view.wrap ? inBlocks(fields) : [inOneLine(fields)];
	else if (timed) yield [withoutTime(text)];
};

/** What a filter found is never taken out of sight by showing it in another form. */
const formOf = (row: LineRow, isHit: boolean, view: LogView): readonly string[] => {
	for (const form of formsOf(row, view)) if (!isHit || holdsHit(form, view)) return form;
	return [row.line.text];
};

export const textOf = (row: LineRow, isHit: boolean, view: LogView): RowText => {
	const form = formOf(row, isHit, view);
	if (view.wrap) return {blocks: form.map(shown), cut: false};
	const [text = ''] = form;
	const enough = enoughFor(layOut(view).text);
	return {blocks: [shown(text.slice(0, enough))], cut: text.length > enough};
};

/** A row of text in the screen lines it takes. */
export type WrappedBlock = {readonly block: Styled; readonly lines: readonly Stretch[]};
type Wrapped = {readonly form: string; readonly blocks: readonly WrappedBlock[]};

/** What a line was wrapped to when it was last looked at: of long lines that takes time. */
const remembered = new WeakMap<LineRow, Wrapped>();

/** A line in the screen lines that it takes when it is wrapped. */
export const wrapRow = (row: LineRow, isHit: boolean, view: LogView): readonly WrappedBlock[] => {
	const {text} = layOut(view);
	const form = [text, view.times === 'off', isHit && view.filter?.text].join(' ');
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
