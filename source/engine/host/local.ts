import {spawn, type ChildProcessWithoutNullStreams} from 'node:child_process';
import {once} from 'node:events';
import {constants, createReadStream} from 'node:fs';
import {access, readdir, stat} from 'node:fs/promises';
import {connect} from 'node:net';
import {userInfo} from 'node:os';
import {join} from 'node:path';
import type {Duplex} from 'node:stream';
import {CausedError} from '../../domain/host-cause.ts';
import {ProblemError} from '../../domain/problem.ts';
import {collectOutput} from './collect-output.ts';
import type {ByteRange, Chunk, Connection, FileFacts, RunOptions} from '../connection.ts';
import {
	closedByUs,
	codeOf,
	fileProblem,
	portProblem,
	refusalInWords,
	socketForbidden,
	socketMissing,
	socketSilent,
} from './explain-host.ts';
import {elsewhere} from './docker-elsewhere.ts';
import {leashed} from './leash.ts';

const label = 'this machine';

/** The machine the console runs on. Nothing can be lost of it, so `lost` aborts only when it is closed. */
export const openLocal = (): Connection => {
	const lost = new AbortController();
	const streams = new Set<Duplex>();

	const open = async (start: () => Duplex, explain: (error: unknown) => Promise<ProblemError>): Promise<Duplex> => {
		lost.signal.throwIfAborted();
		const stream = start();
		streams.add(stream);
		stream.once('close', () => streams.delete(stream));
		try {
			await once(stream, 'connect');
			// Whoever uses it listens; until then nobody does.
			stream.on('error', () => {});
			return stream;
		} catch (error) {
			throw error instanceof ProblemError ? error : await explain(error);
		}
	};

	return {
		label,
		run: (command, signal, options) => runLocally(command, AbortSignal.any([signal, lost.signal]), options),
		openSocket: async path =>
			open(
				() => connect(path),
				error => socketError(path, error),
			),
		openPort: async (host, port) =>
			open(
				() => connect({host, port, noDelay: true}),
				async error =>
					new ProblemError(portProblem(label, host, port, refusalInWords(codeOf(error)) ?? 'the connection failed'), {
						cause: error,
					}),
			),
		readFile: (path, range, signal) => readLocally(path, range, AbortSignal.any([signal, lost.signal])),
		listFiles: listLocally,
		async ping(signal) {
			signal.throwIfAborted();
			lost.signal.throwIfAborted();
			return 0;
		},
		lost: lost.signal,
		close() {
			if (lost.signal.aborted) return;
			const reason = closedByUs(label);
			lost.abort(reason);
			for (const stream of streams) stream.destroy(reason);
		},
	};
};

/** A shell in a process group of its own, so that ending it ends whatever it started. Its input ends with this process. */
async function* runLocally(
	command: string,
	signal: AbortSignal,
	options: RunOptions = {},
): AsyncGenerator<Chunk, void, undefined> {
	signal.throwIfAborted();
	const child = spawn('sh', leashed(command, options), {detached: true, stdio: 'pipe'});
	const output = collectOutput(child.stdout, child.stderr);
	const leave = () => output.fail(signal.reason);
	signal.addEventListener('abort', leave, {once: true});
	child.on('error', cause =>
		output.fail(
			new ProblemError(
				{
					what: `Cannot run commands on ${label}`,
					why: 'its shell `sh` could not be started',
					next: 'check that `sh` is on the PATH of this console',
				},
				{cause},
			),
		),
	);
	child.on('close', (code, signalName) => output.finish({code: code ?? undefined, signal: signalName ?? undefined}));
	try {
		yield* output.read();
	} finally {
		signal.removeEventListener('abort', leave);
		stop(child);
	}
}

const stop = (child: ChildProcessWithoutNullStreams): void => {
	child.stdout.resume();
	child.stderr.resume();
	if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
	try {
		process.kill(-child.pid, 'SIGTERM');
	} catch {
		// It ended by itself in the meantime.
	}
};

/** What `elsewhere` says; nothing where the shell does not answer soon. */
const askElsewhere = async (): Promise<string> => {
	let said = '';
	try {
		for await (const chunk of runLocally(`${elsewhere}; elsewhere`, AbortSignal.timeout(5000)))
			if (chunk.from === 'stdout') said += new TextDecoder().decode(chunk.bytes);
	} catch {} // The advice is a more general one then.
	return said;
};

const socketError = async (path: string, error: unknown): Promise<CausedError> => {
	const missing = async () =>
		new CausedError('socket', socketMissing(label, path, await askElsewhere()), {cause: error});
	switch (codeOf(error) ?? '') {
		case 'ENOENT':
		case 'ENOTSOCK':
			return missing();
		case 'EACCES':
		case 'EPERM':
			return new CausedError('forbidden', socketForbidden(label, path, userInfo().username, []), {cause: error});
		default:
			// Nobody listening looks like this too when the file is there, but is no socket.
			return (await stat(path).catch(() => undefined))?.isSocket() === false
				? await missing()
				: new CausedError('silent', socketSilent(label, path), {cause: error});
	}
};

async function* readLocally(
	path: string,
	{start, end = Infinity}: ByteRange,
	signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
	signal.throwIfAborted();
	if (end <= start) return;
	try {
		// The end of a stream is inclusive.
		const stream: AsyncIterable<Uint8Array> = createReadStream(path, {start, end: end - 1, signal});
		yield* stream;
	} catch (error) {
		signal.throwIfAborted();
		throw new ProblemError(fileProblem(label, path, codeOf(error)), {cause: error});
	}
}

const listLocally = async (directory: string, signal: AbortSignal): Promise<readonly FileFacts[]> => {
	try {
		await access(directory, constants.R_OK);
		const names = await readdir(directory);
		signal.throwIfAborted();
		const files = await Promise.all(
			names.map(async name => {
				const path = join(directory, name);
				const facts = await stat(path).catch(() => undefined);
				return facts?.isFile() ? [{path, size: facts.size, modifiedAt: facts.mtime}] : [];
			}),
		);
		signal.throwIfAborted();
		return files.flat().toSorted((a, b) => (a.path < b.path ? -1 : 1));
	} catch (error) {
		signal.throwIfAborted();
		throw new ProblemError(fileProblem(label, directory, codeOf(error)), {cause: error});
	}
};
