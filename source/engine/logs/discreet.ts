import type {LineRow, LogRow} from '../../domain/log.ts';
import {createLineMask} from '../../parse/mask/line-mask.ts';
import type {SearchedSource} from '../engine.ts';
import type {Edge, FoundError, Log} from '../log.ts';
import {createShownHits} from './shown-hits.ts';

export type Mask = (text: string) => string;

type Rule = Extract<LogRow, {kind: 'rule'}>;

/** A log of which every text has its secrets masked. It is searched as it is, and what matches only in a secret is no hit. */
export const discreet = (log: Log, mask: Mask): Log => {
	/** What rows stood for: a row that is handed back says where to read, and is looked for as it was written. */
	const originals = new WeakMap<LineRow, LineRow>();

	const maskedLine = (row: LineRow, maskOne: Mask): LineRow => {
		const text = maskOne(row.line.text);
		if (text === row.line.text) return row;
		const masked: LineRow = {...row, line: {...row.line, text}};
		originals.set(masked, row);
		return masked;
	};
	const maskedRule = ({unended, more, ...row}: Rule): LogRow => ({
		...row,
		words: mask(row.words),
		...(more !== undefined && {more: mask(more)}),
		...(unended !== undefined && {unended: {...unended, text: mask(unended.text)}}),
	});
	/** Masks rows that come one after the other, the lines of each output in their order. */
	const inOrder = (): ((row: LogRow) => LogRow) => {
		const masks = new Map<string, Mask>();
		return row => {
			if (row.kind === 'rule') return maskedRule(row);
			const {part, stream = ''} = row.line;
			const output = `${row.source.key}\n${part}\n${stream}`;
			let maskOne = masks.get(output);
			if (maskOne === undefined) masks.set(output, (maskOne = createLineMask(mask)));
			return maskedLine(row, maskOne);
		};
	};
	const maskedError = ({row, details, exception}: FoundError): FoundError => {
		const maskOne = createLineMask(mask);
		return {
			row: maskedLine(row, maskOne),
			details: details.map(maskOne),
			exception: exception === undefined ? undefined : mask(exception),
		};
	};
	const original = (edge: Edge): Edge =>
		typeof edge === 'object' && 'row' in edge ? {row: originals.get(edge.row) ?? edge.row} : edge;

	return {
		async read(from, direction, count, signal) {
			const window = await log.read(original(from), direction, count, signal);
			return {...window, rows: window.rows.map(inOrder())};
		},
		async *follow(from, signal) {
			const maskedRow = inOrder();
			for await (const {rows, ...rest} of log.follow(from, signal)) yield {rows: rows.map(maskedRow), ...rest};
		},
		async *search(query, signal) {
			const asked = {...query, from: original(query.from), to: original(query.to)};
			const hits = createShownHits(query, inOrder());
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
	events: searched.events.map(event => {
		const maskOne = createLineMask(mask);
		return {
			...event,
			line: {...event.line, text: maskOne(event.line.text)},
			details: event.details.map(maskOne),
			summary: mask(event.summary),
		};
	}),
});
