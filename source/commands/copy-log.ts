import type {LogRow} from '../domain/log.ts';
import type {Log, Mark} from '../engine/log.ts';

type Copying = {
	readonly log: Log;
	/** From where on; from its start where that is undefined. */
	readonly from: Mark | undefined;
	/** Aborts when nothing more will be written. */
	readonly over: AbortSignal;
	take(row: LogRow): void;
	/** Is told how far it has come, so that it can be gone on with over another connection. */
	reached(mark: Mark): void;
};

/** Hands on every row of a log, as it is written, until nothing more will be. Ends early when `signal` aborts. */
export const copyLog = async ({log, from, over, take, reached}: Copying, signal: AbortSignal): Promise<void> => {
	let mark = from;
	const toEnd = async (): Promise<void> => {
		const query = {
			pattern: /^/,
			inverse: false,
			context: 0,
			from: mark === undefined ? 'start' : {mark},
			to: 'end',
		} as const;
		for await (const {rows, end} of log.search(query, signal)) {
			for (const {row} of rows) take(row);
			if (end !== undefined) reached((mark = end));
		}
	};
	await toEnd();
	if (mark !== undefined && !over.aborted) {
		for await (const {rows, end} of log.follow(mark, AbortSignal.any([signal, over]))) {
			rows.forEach(take);
			reached((mark = end));
		}
	}
	await toEnd();
};
