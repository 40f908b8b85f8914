import type {Problem} from '../domain/problem.ts';
import type {Status} from '../domain/status.ts';

/** What a source says at one moment: its rows, what range they are true of, and what could not be seen. */
export type Snapshot<Row> = {
	readonly rows: readonly Row[];
	/** The range that was looked at, for the title: `ERROR|Exception · 24h · 3 events in 18 342 lines`. */
	readonly scope?: string;
	/** What the rows belong to, for the header: the compose projects. */
	readonly about?: string;
	/** What it means that there are no rows: `ok` where something was searched and nothing found. Unknown when left out. */
	readonly whenEmpty?: Status;
	/** Parts that could not be read while the rest could: a missing compose file beside running containers. */
	readonly problems?: readonly Problem[];
};

/** A pane's rows, and how far they can be trusted. */
export type Feed<Row> = {
	readonly status: 'waiting' | 'live' | 'broken';
	readonly rows: readonly Row[];
	readonly scope: string | undefined;
	readonly about: string | undefined;
	readonly whenEmpty: Status;
	readonly problems: readonly Problem[];
	/** When the source last spoke. */
	readonly asOf: Date | undefined;
	/** Why it is broken; undefined otherwise. */
	readonly problem: Problem | undefined;
};

export const waiting = <Row>(): Feed<Row> => ({
	status: 'waiting',
	rows: [],
	scope: undefined,
	about: undefined,
	whenEmpty: 'unknown',
	problems: [],
	asOf: undefined,
	problem: undefined,
});

export const received =
	<Row>(snapshot: Snapshot<Row>, asOf: Date) =>
	(): Feed<Row> => ({
		status: 'live',
		rows: snapshot.rows,
		scope: snapshot.scope,
		about: snapshot.about,
		whenEmpty: snapshot.whenEmpty ?? 'unknown',
		problems: snapshot.problems ?? [],
		asOf,
		problem: undefined,
	});

export const broke =
	<Row>(problem: Problem) =>
	(feed: Feed<Row>): Feed<Row> => ({...feed, status: 'broken', problem}); // The rows stay: an old table that says so beats an empty one.

/** Whether the rows may be acted on: the source has spoken within twice its interval (milliseconds). */
export const isCurrent = <Row>(feed: Feed<Row>, interval: number, now: Date): boolean =>
	feed.status === 'live' && feed.asOf !== undefined && now.getTime() - feed.asOf.getTime() <= 2 * interval;
