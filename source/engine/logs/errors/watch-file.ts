import {problemIn, type Problem} from '../../../domain/problem.ts';
import {pause} from '../../../streams/pause.ts';
import {createFilePass, type FilePass, type SearchOptions} from './file-pass.ts';
import {followFile, pollFile, type FileNews} from '../follow-file.ts';
import type {FileSource} from '../sources.ts';
import {searchPast} from './past.ts';
import {createPasts} from './pasts.ts';
import type {Watched} from './roster.ts';

/** A file that is replaced again and again is not searched for ever. */
const mostMoves = 3;
/** Milliseconds until a search that broke off half way is made again, at the most. */
const longestRest = 10 * 60_000;

/** Bytes that are searched for what was seen before. */
const mostPast = 1024 ** 3;

/** How many files a connection tails at a time, since sshd allows few commands at once; the others are looked at now and then. */
export type Places = {
	/** Undefined when all are taken. */
	take(): Place | undefined;
};

/** To be left when its signal aborts. */
export type Place = {readonly signal: AbortSignal; giveBack(): void};

/** `most` of them; one where the connection turns out to be crowded. */
export const createPlaces = (most: number, crowded: AbortSignal): Places => {
	const never = new AbortController().signal;
	let taken = 0;
	return {
		take() {
			if (taken >= (crowded.aborted ? 1 : most)) return undefined;
			taken += 1;
			return {
				signal: taken === 1 ? never : crowded,
				giveBack() {
					taken -= 1;
				},
			};
		},
	};
};

export type FileWatch = SearchOptions & {
	readonly source: FileSource;
	readonly places: Places;
	/** Milliseconds between two looks at a file for which there is no place. */
	readonly interval: number;
	/** When the last good run of the job ended whose log this is, in milliseconds. */
	lastGood(): number | undefined;
	changed(): void;
};

/** Searches a file, then goes on with what is written to it, whatever becomes of it, until `signal` aborts. */
export const watchFile = (watch: FileWatch, signal: AbortSignal): Watched => {
	const {source, interval, turns, changed} = watch;
	let pass = createFilePass(source, watch);
	let problem: Problem | undefined;
	let complete = false;

	const broke = (error: unknown): void => {
		if (signal.aborted) return;
		problem = problemIn(error);
		changed();
	};

	/** Returns when another file stands in its place. */
	const follow = async (): Promise<void> => {
		for await (const news of newsOf(watch, pass, signal)) {
			if (news.kind === 'anew') return;
			problem = news.kind === 'gone' ? news.problem : undefined;
			if (news.kind === 'bytes') pass.push(news.bytes);
			changed();
		}
	};

	/** Whether the file was the same one from the start to the end. Where the search of it broke off, it has a problem. */
	const search = async (next: FilePass): Promise<boolean> => {
		try {
			const isSame = await next.read(changed, signal);
			problem = undefined;
			return isSame;
		} catch (error) {
			broke(error);
			return true;
		}
	};

	const run = async (): Promise<void> => {
		let moves = 0;
		let failures = 0;
		for (let next = pass; !signal.aborted; next = createFilePass(source, watch)) {
			const isSame = await search(next);
			// Until the new file has been searched the errors of the old one stay.
			pass = next;
			moves = isSame ? 0 : moves + 1;
			if (moves > 0 && moves < mostMoves) continue;
			complete = true;
			changed();
			failures = pass.isJoined() ? 0 : failures + 1;
			if (pass.isJoined()) await follow();
			else await pause(Math.min(longestRest, interval * 2 ** failures), signal);
		}
	};

	const pasts = createPasts({
		lastGood: watch.lastGood,
		search: before => turns(() => searchPast(source, before, {...watch, most: mostPast}, signal), signal),
		changed,
	});

	const watchAll = async (): Promise<void> => {
		await run().catch(broke);
		await pasts.ended();
	};

	return {
		seen() {
			const seen = pass.seen(problem);
			return complete ? pasts.judge(seen) : seen;
		},
		isComplete: () => complete,
		done: watchAll(),
	};
};

/** Tails the file where there is a place for that, and looks at it now and then where there is none. */
async function* newsOf(
	{connection, source: {path}, places, interval}: FileWatch,
	{readSoFar}: FilePass,
	signal: AbortSignal,
): AsyncGenerator<FileNews, void, undefined> {
	const place = places.take();
	if (place !== undefined) {
		try {
			const over = AbortSignal.any([signal, place.signal]);
			yield* followFile({connection, path, readSoFar, interval}, 'spare', over);
			return;
		} catch (error) {
			if (signal.aborted || !place.signal.aborted) throw error;
		} finally {
			place.giveBack();
		}
	}
	yield* pollFile({connection, path, readSoFar, interval}, signal);
}
