import type {Edge, Found, FoundError, FoundErrors, FoundRow, Log} from '../../log.ts';
import {edgesOf} from './edges.ts';
import {followMerged} from './follow-merged.ts';
import {createStanding, type PartLog} from './parts.ts';
import {readMerged} from './read-merged.ts';
import {searchMerged} from './search-merged.ts';

/** Several logs as one, in the order of time; at one time in the order in which they are given. */
export const mergeLogs = (parts: readonly PartLog[]): Log => {
	const standing = createStanding();
	const rangeOf = async (from: Edge, to: Edge, signal: AbortSignal) => ({
		from: await edgesOf(from, parts, signal),
		to: await edgesOf(to, parts, signal),
	});
	return {
		read: (from, direction, count, signal) => readMerged(parts, standing, {from, direction, count}, signal),
		follow: (from, signal) => followMerged(parts, standing, from, signal),
		async *search(query, signal) {
			const {from, to} = await rangeOf(query.from, query.to, signal);
			const search = {
				open: ({log}: PartLog, source: number, over: AbortSignal) =>
					log.search({...query, from: from[source] ?? query.from, to: to[source] ?? query.to}, over),
				itemsOf: ({rows}: Found) => rows,
				rowOf: ({row}: FoundRow) => row,
				failed: (row: FoundRow['row']): FoundRow => ({row, hit: false, apart: false}),
				gaps: {
					isApart: ({apart}: FoundRow) => apart,
					apart: (found: FoundRow): FoundRow => ({...found, apart: true}),
				},
			};
			for await (const {items, ...rest} of searchMerged(parts, standing, search, signal)) yield {...rest, rows: items};
		},
		async *findErrors(from, to, signal) {
			const range = await rangeOf(from, to, signal);
			const open: FoundError[] = [];
			const search = {
				open: ({log}: PartLog, source: number, over: AbortSignal) =>
					log.findErrors(range.from[source] ?? from, range.to[source] ?? to, over),
				itemsOf({events, open: last = []}: FoundErrors) {
					open.push(...last);
					return events;
				},
				rowOf: ({row}: FoundError) => row,
				failed: () => undefined,
			};
			for await (const {items, ...rest} of searchMerged(parts, standing, search, signal))
				yield {...rest, events: items, ...(rest.end !== undefined && {open})};
		},
	};
};
