import {pause} from '../../../streams/pause.ts';
import {createRoster, type Part, type Wanted} from './roster.ts';
import {searchedNothing, type Unseen} from '../sources.ts';

/** Which sources of one kind there are now, and where they were looked for in vain. */
type Finding = {readonly wanted: readonly Wanted[]; readonly unseen: readonly Unseen[]};

type Options = {
	find(signal: AbortSignal): AsyncIterable<Finding>;
	/** What stands for all that is not known as long as `find` fails. */
	failed(error: unknown): Unseen;
	changed(): void;
};

const longestRest = 30_000;

/**
 * Watches the sources that are found, as they come and go. When nobody tells which there are, asks again and says so meanwhile; those that
 * are known are watched on.
 */
export const watchPart = ({find, failed, changed}: Options, signal: AbortSignal): Part => {
	const roster = createRoster();
	let unseen: readonly Unseen[] | undefined;

	const run = async (): Promise<void> => {
		for (let attempt = 0; !signal.aborted; attempt += 1) {
			try {
				for await (const found of find(signal)) {
					attempt = 0;
					unseen = found.unseen;
					roster.assign(found.wanted);
					changed();
				}
			} catch (error) {
				if (signal.aborted) return;
				unseen = [failed(error)];
				changed();
			}
			await pause(Math.min(longestRest, 500 * 2 ** attempt), signal);
		}
	};

	const watch = async (): Promise<void> => {
		try {
			await run();
		} finally {
			await roster.close();
		}
	};

	return {
		done: watch(),
		seen: () => [...roster.seen(), ...(unseen ?? []).map(searchedNothing)],
		isComplete: () => unseen !== undefined && roster.isComplete(),
	};
};
