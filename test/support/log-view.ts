import type {Filter, LogRow, LogSource, Searched} from '../../source/domain/log.ts';
import type {LogView, Search, ViewRow} from '../../source/store/log/view.ts';

export const training: LogSource = {kind: 'file', key: 'training', name: 'training', path: 'logs/training.log'};

/** A search of which nothing is known. */
export const idle: Search = {status: 'idle', found: 0, searched: undefined, done: undefined, problems: []};

export const searchedWhole = (lines: number, bytes = lines * 100): Searched => ({
	lines,
	bytes,
	from: undefined,
	to: undefined,
	range: {kind: 'whole'},
});

/** A row with a line in it, the `index`-th of its log. */
export const lineRow = (
	index: number,
	text: string,
	{
		source = training,
		at,
		...more
	}: Partial<ViewRow> & {readonly source?: LogSource; readonly at?: Date | undefined} = {},
): ViewRow => ({
	key: index,
	row: {kind: 'line', source, line: {text, at, part: '1:7', position: index * 100}},
	hit: false,
	apart: false,
	gap: undefined,
	marked: false,
	...more,
});

export const ruleRow = (
	index: number,
	words: string,
	{at, more}: {readonly at?: Date; readonly more?: string} = {},
): ViewRow => {
	const row: LogRow = {kind: 'rule', source: training, words, ...(more !== undefined && {more}), at};
	return {key: index, row, hit: false, apart: false, gap: undefined, marked: false};
};

/** What was typed as a filter; `!` in front makes it the inverse. */
export const filterOf = (text: string): Filter => ({
	text,
	pattern: new RegExp(text.replace(/^!/, '')),
	inverse: text.startsWith('!'),
});

/** A view of these rows that fills a screen, its cursor on the last of them. */
export const viewOf = (rows: readonly ViewRow[], more: Partial<LogView> = {}): LogView => ({
	sources: [training],
	name: undefined,
	status: 'live',
	problem: undefined,
	rows,
	cursor: rows.length - 1,
	top: {row: 0, skip: 0},
	width: 80,
	height: 20,
	before: 'none',
	after: 'none',
	following: true,
	unseen: 0,
	dropped: 0,
	range: 'tail',
	since: undefined,
	widened: undefined,
	filter: undefined,
	context: 0,
	times: 'off',
	wrap: false,
	raw: false,
	search: idle,
	errors: {...idle, ticks: []},
	...more,
});
