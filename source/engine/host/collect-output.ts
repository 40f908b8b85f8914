import type {Readable} from 'node:stream';
import type {Chunk} from '../connection.ts';

/** Bytes taken from a command ahead of its reader; more than that and the command has to wait. */
const ahead = 256 * 1024;

export type Exit = {readonly code: number | undefined; readonly signal: string | undefined};

/** What a command writes, from the moment it could: nothing is missed between starting it and reading it. */
export type Collected = {
	/** Says how the command ended. The last chunk follows when all its output has been read. */
	finish(exit: Exit): void;
	/** Ends the reading with this reason at once. */
	fail(reason: unknown): void;
	read(): AsyncGenerator<Chunk, void, undefined>;
};

const nothing = () => {};

/** Takes the two streams over; call it in the very callback that brings them. */
export const collectOutput = (stdout: Readable, stderr: Readable): Collected => {
	const waiting: Chunk[] = [];
	let size = 0;
	let open = 2;
	let exit: Exit | undefined;
	let failure: {readonly reason: unknown} | undefined;
	let wake = nothing;

	const take = (from: 'stdout' | 'stderr') => (bytes: Uint8Array) => {
		waiting.push({from, bytes});
		size += bytes.length;
		if (size >= ahead) {
			stdout.pause();
			stderr.pause();
		}

		wake();
	};

	const ended = () => {
		open--;
		wake();
	};

	stdout.on('data', take('stdout')).once('end', ended);
	stderr.on('data', take('stderr')).once('end', ended);

	return {
		finish(how) {
			exit = how;
			wake();
		},
		fail(reason) {
			failure ??= {reason};
			wake();
		},
		async *read() {
			for (;;) {
				if (failure !== undefined) throw failure.reason;
				const chunk = waiting.shift();
				if (chunk !== undefined) {
					if (chunk.from !== 'exit') size -= chunk.bytes.length;
					yield chunk;
				} else if (exit !== undefined && open === 0) {
					yield {from: 'exit', ...exit};
					return;
				} else {
					stdout.resume();
					stderr.resume();
					await new Promise<void>(resolve => {
						wake = resolve;
					});
				}
			}
		},
	};
};
