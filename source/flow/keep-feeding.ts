import {problemIn} from '../domain/problem.ts';
import type {Engine} from '../engine/engine.ts';
import {broke, received, type Feed, type Snapshot} from '../store/feed.ts';
import type {Store} from '../store/store.ts';
import type {Server} from './keep-connected.ts';
import {nextReach} from './next-reach.ts';
import {pause} from '../streams/pause.ts';
import {backOff} from './wait.ts';

type Options<Row> = {
	watch(engine: Engine, signal: AbortSignal): AsyncIterable<Snapshot<Row>>;
	readonly feed: Store<Feed<Row>>;
	readonly server: Pick<Server, 'link' | 'reach'>;
	now(): Date;
	/** Milliseconds between two updates of the feed at most. */
	readonly rest: number;
	readonly signal: AbortSignal;
};

/**
 * Pours a source into a feed for as long as `signal` lasts: waits for a connection, watches, and when the source breaks says so and
 * begins again. A burst becomes at most one update per `rest`; its last snapshot is always shown.
 */
export const keepFeeding = async <Row>({watch, feed, server, now, rest, signal}: Options<Row>): Promise<void> => {
	const flush = batched<Row>(feed, now, rest);
	for (let attempt = 0; !signal.aborted;) {
		const reach = await nextReach(server, problem => feed.update(broke(problem)), signal);
		if (reach === undefined) return;
		const lasting = AbortSignal.any([signal, reach.lost]);
		try {
			for await (const snapshot of watch(reach.engine, lasting)) {
				attempt = 0;
				flush.put(snapshot);
			}
			flush.end();
		} catch (error) {
			flush.end();
			if (!reach.lost.aborted && !signal.aborted) feed.update(broke(problemIn(error)));
		}
		if (signal.aborted) return;
		// Streams end quietly with the connection they were read from; what they said last is old from now on.
		if (reach.lost.aborted) feed.update(broke(problemIn(reach.lost.reason)));
		attempt += 1;
		// A lost connection is not this source's fault: it begins again as soon as there is a new one.
		if (!reach.lost.aborted) await pause(backOff(attempt), lasting);
	}
};

const batched = <Row>(feed: Store<Feed<Row>>, now: () => Date, rest: number) => {
	let latest: {readonly snapshot: Snapshot<Row>; readonly at: Date} | undefined;
	let timer: NodeJS.Timeout | undefined;
	const show = (): void => {
		timer = undefined;
		if (latest === undefined) return;
		const {snapshot, at} = latest;
		latest = undefined;
		feed.update(received(snapshot, at));
		timer = setTimeout(show, rest);
	};
	return {
		put(snapshot: Snapshot<Row>): void {
			latest = {snapshot, at: now()};
			if (timer === undefined) show();
		},
		/** Shows what is held back at once, and leaves no timer. */
		end(): void {
			clearTimeout(timer);
			show();
			clearTimeout(timer);
			timer = undefined;
		},
	};
};
