import type {SearchedRange} from '../../../domain/log.ts';

/** Milliseconds: errors of the last day are shown, whatever else. */
export const day = 24 * 60 * 60 * 1000;

/** How far back a search goes. Times are milliseconds since 1970 by the clock of the host that writes the lines. */
export type Reach = {
	/** Milliseconds up to now, at least. */
	readonly last: number;
	now(): number;
	/** When the last run of its job began, if it has one: where that is longer ago the search begins there. */
	runStart?(): number | undefined;
};

export const sinceOf = ({last, runStart}: Reach, now: number): number => Math.min(now - last, runStart?.() ?? Infinity);

/** What has been searched when all of it has. */
export const rangeOf = ({last, now, runStart}: Reach): SearchedRange => {
	const start = runStart?.() ?? Infinity;
	return start < now() - last ? {kind: 'run', startedAt: new Date(start)} : {kind: 'last', milliseconds: last};
};

/** Of a service's log so many last entries are read at most: a year of a talkative one would take the link for hours. */
export const mostEntries = 200_000;
