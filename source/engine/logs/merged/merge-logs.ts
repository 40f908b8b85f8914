import type {Found, FoundError, FoundErrors, FoundRow, Log} from '../../log.ts';
import {followMerged} from './follow-merged.ts';
import {createStanding, type PartLog} from './parts.ts';
import {readMerged} from './read-merged.ts';
import {searchMerged} from './search-merged.ts';

/** Several logs as one, in the order of time; at one time in the order in which they are given. */
export const mergeLogs = (parts: readonly PartLog[]): Log => {
	const standing = createStanding();
	return {
		read: (from, direction, count, signal) => readMerged(parts, standing, {from, direction, count}, signal),
		follow: (from, signal) => followMerged(parts, standing, from, signal),
		async *search(query, signal) {
			const search = {
				open: ({log}: PartLog, over: AbortSignal) => log.search(query, over),
				itemsOf: ({rows}: Found) => rows,
				rowOf: ({row}: FoundRow) => row,
				failed: (row: FoundRow['row']): FoundRow => ({row, hit: false, apart: false}),
			};
			for await (const {items, ...rest} of searchMerged(parts, standing, search, signal)) yield {...rest, rows: items};
		},
		async *findErrors(from, to, signal) {
			const search = {
				open: ({log}: PartLog, over: AbortSignal) => log.findErrors(from, to, over),
				itemsOf: ({events}: FoundErrors) => events,
				rowOf: ({row}: FoundError) => row,
				failed: () => undefined,
			};
			for await (const {items, ...rest} of searchMerged(parts, standing, search, signal))
				yield {...rest, events: items};
		},
	};
};
