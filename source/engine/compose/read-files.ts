import {posix} from 'node:path';
import {printable} from '../../domain/printable.ts';
import {problemIn, type Problem} from '../../domain/problem.ts';
import {readComposeFile, type ComposeFile} from '../../parse/docker/compose-file.ts';
import type {Connection} from '../connection.ts';
import {isMissingFile} from '../host/explain-host.ts';
import {orAborted} from '../../streams/or-aborted.ts';
import {scopeOf} from '../../streams/scope.ts';

/** What is needed of a connection to read compose files. */
export type Files = Pick<Connection, 'readFile' | 'label'>;

/** What could be read, and why the rest could not. */
export type ReadFiles = {
	readonly files: readonly ComposeFile[];
	/** Files that are not there. */
	readonly missing: readonly Problem[];
	/** Files that are there for all that is known, and that could not be read: closed to this user, say. */
	readonly unreadable: readonly Problem[];
	/** Files that are no compose files. */
	readonly faulty: readonly Problem[];
};

/** A compose file is a page or two; what is larger than this is none. Bytes. */
const largest = 1024 * 1024;

/** Enough for any project, and an end to files that include each other. */
const mostFiles = 50;

/** Milliseconds for all the files of a project. */
const patience = 10_000;

/** Reads compose files and all that they include. A file that cannot be read or understood is a problem; the others go on. */
export const readComposeFiles = async (
	paths: readonly string[],
	connection: Files,
	signal: AbortSignal,
): Promise<ReadFiles> => {
	using scope = scopeOf(signal, AbortSignal.timeout(patience));
	const files: ComposeFile[] = [];
	const missing: Problem[] = [];
	const unreadable: Problem[] = [];
	const faulty: Problem[] = [];
	const queue = new Set(paths);
	for (const path of queue) {
		try {
			const read = readComposeFile(await orAborted(contentOf(path, connection, scope.signal), scope.signal));
			if ('fault' in read) {
				faulty.push(unintelligible(path, read));
				continue;
			}

			files.push(read);
			// A set goes on with what is added to it while it is walked, and takes nothing twice.
			for (const include of read.includes) {
				if (queue.size < mostFiles) queue.add(posix.resolve(posix.dirname(path), include));
			}
		} catch (error) {
			if (signal.aborted) throw signal.reason;
			if (scope.signal.aborted) unreadable.push(slow(path, connection));
			else (isMissingFile(error) ? missing : unreadable).push(problemIn(error));
		}
	}

	return {files, missing, unreadable, faulty};
};

const contentOf = async (path: string, connection: Files, signal: AbortSignal): Promise<string> => {
	const parts: Uint8Array[] = [];
	for await (const part of connection.readFile(path, {start: 0, end: largest}, signal)) parts.push(part);
	return Buffer.concat(parts).toString();
};

const unintelligible = (
	path: string,
	{fault, line, column}: Extract<ReturnType<typeof readComposeFile>, {fault: string}>,
): Problem => ({
	what: `Cannot read the compose file ${printable(path)}`,
	why: printable(line === undefined ? fault : `${fault} at line ${line}, column ${column ?? 1}`),
	next: `mend it and check it with \`docker compose -f ${printable(path)} config\``,
});

const slow = (path: string, {label}: Files): Problem => ({
	what: `Cannot read ${printable(path)} on ${label}`,
	why: `it did not come within ${patience / 1000} s`,
	next: 'check the load and the disks of the host',
});
