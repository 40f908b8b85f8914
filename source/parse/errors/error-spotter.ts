import type {LineRow, LogRow} from '../../domain/log.ts';
import {createErrorTest} from './error-test.ts';
import type {Occurrence} from './occurrence.ts';
import {createFolder, type Folder} from './tracebacks.ts';

type Held = {readonly text: string; readonly matches: boolean | undefined; readonly row: LineRow};

/** One error: the line it begins with, the lines that belong to it, and the exception's own line where there is one. */
export type SpottedError = Omit<Occurrence<Held>, 'line'> & {readonly row: LineRow};

export type ErrorSpotter = {
	/**
	 * The next row of its source. A rule closes what is open there, since something happened to the log, unless it only tells of a line that has not
	 * ended. The outputs of a container are told apart, by `stream` where the line does not say: the lines of one stand between those of the other.
	 * `matches` says whether all of a line is looked for of which only a part is there.
	 */
	push(row: LogRow, stream?: string, matches?: boolean): void;
	/** Rows were left out here, of one source or of all: what is open is complete as far as it can be. */
	apart(sourceKey?: string): void;
	/** Nothing follows: what is open is complete. */
	end(): void;
	/** The errors whose last lines may be still to come, as they are known now. */
	open(): readonly SpottedError[];
};

const spotted = ({line: {row}, ...rest}: Occurrence<Held>): SpottedError => ({row, ...rest});

/**
 * Finds the errors in rows that come one after the other, each with its traceback as one; the rows of several sources may be mixed. `take` is told of
 * each when it is complete. Those of one source and stream come in their order.
 */
export const createErrorSpotter = (
	{errors}: {readonly errors: RegExp},
	take: (error: SpottedError) => void,
): ErrorSpotter => {
	const isError = createErrorTest(errors);
	/** By the key of a source, then by stream. */
	const folders = new Map<string, Map<string, Folder<Held>>>();
	const folderOf = (sourceKey: string, stream: string): Folder<Held> => {
		let streams = folders.get(sourceKey);
		if (streams === undefined) folders.set(sourceKey, (streams = new Map()));
		let folder = streams.get(stream);
		if (folder === undefined) {
			folder = createFolder<Held>(isError, occurrence => take(spotted(occurrence)));
			streams.set(stream, folder);
		}
		return folder;
	};
	const all = (): readonly Folder<Held>[] => [...folders.values()].flatMap(streams => Array.from(streams.values()));
	const apart = (sourceKey?: string): void => {
		const closed = sourceKey === undefined ? all() : [...(folders.get(sourceKey)?.values() ?? [])];
		for (const folder of closed) folder.end();
	};
	return {
		push(row, stream = 'stdout', matches) {
			const {key} = row.source;
			if (row.kind === 'line') folderOf(key, row.line.stream ?? stream).push({text: row.line.text, matches, row});
			else if (row.unended === undefined) apart(key);
		},
		apart,
		end: () => apart(),
		open: () => all().flatMap(folder => folder.open().map(spotted)),
	};
};
