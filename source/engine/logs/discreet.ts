import type {LineRow, LogRow} from '../../domain/log.ts';
import type {SearchedSource} from '../engine.ts';
import type {Edge, FoundError, Log} from '../log.ts';
import {createShownHits} from './shown-hits.ts';

export type Mask = (text: string) => string;

type Rule = Extract<LogRow, {kind: 'rule'}>;

/** A log of which every text has its secrets masked. It is searched as it is, and what matches only in a secret is no hit. */
export const discreet = (log: Log, mask: Mask): Log => {
	/** What rows stood for: a row that is handed back says where to read, and is looked for as it was written. */
	const originals = new WeakMap<LineRow, LineRow>();

	const maskedLine = (row: LineRow): LineRow => {
		const text = mask(row.line.text);
		if (text === row.line.text) return row;
		const masked: LineRow = {...row, line: {...row.line, text}};
		originals.set(masked, row);
		return masked;
	};
	const maskedRule = ({unended, ...row}: Rule): LogRow => ({
		...row,
		words: mask(row.words),
		...(unended !== undefined && {unended: {...unended, text: mask(unended.text)}}),
	});
	const maskedRow = (row: LogRow): LogRow => (row.kind === 'line' ? maskedLine(row) : maskedRule(row));
	const maskedError = ({row, details, exception}: FoundError): FoundError => ({
		row: maskedLine(row),
		details: details.map(mask),
		exception: exception === undefined ? undefined : mask(exception),
	});
	const original = (edge: Edge): Edge =>
		typeof edge === 'object' && 'row' in edge ? {row: originals.get(edge.row) ?? edge.row} : edge;

	return {
		async read(from, direction, count, signal) {
			const window = await log.read(original(from), direction, count, signal);
			return {...window, rows: window.rows.map(maskedRow)};
		},
		async *follow(from, signal) {
			for await (const {rows, ...rest} of log.follow(from, signal)) yield {rows: rows.map(maskedRow), ...rest};
		},
		async *search(query, signal) {
			const asked = {...query, from: original(query.from), to: original(query.to)};
			const hits = createShownHits(query, maskedRow);
			for await (const found of log.search(asked, signal)) yield {...found, rows: hits(found.rows)};
		},
		async *findErrors(from, to, signal) {
			for await (const found of log.findErrors(original(from), original(to), signal))
				yield {
					...found,
					events: found.events.map(maskedError),
					...(found.open !== undefined && {open: found.open.map(maskedError)}),
				};
		},
	};
};

/** What was found in a source, with the secrets masked. */
export const discreetly = (searched: SearchedSource, mask: Mask): SearchedSource => ({
	...searched,
	events: searched.events.map(event => ({
		...event,
		line: {...event.line, text: mask(event.line.text)},
		details: event.details.map(mask),
		summary: mask(event.summary),
	})),
});
