import {spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {basename} from 'node:path';
import type {Writable} from 'node:stream';
import {ProblemError} from '../domain/problem.ts';
import {orAborted} from '../streams/or-aborted.ts';
import type {Environment} from './environment.ts';
import {wordsOf} from './words.ts';

export type PagerOptions = {readonly environment: Environment; readonly signal: AbortSignal};

/** A pager shows a page and waits; what only passes its input on is none, whatever `$PAGER` says. */
const isPager = ([file = '']: readonly string[]): boolean => file !== '' && basename(file) !== 'cat';

const pagersFor = ({PAGER: wanted = ''}: Environment): ReadonlyArray<readonly string[]> =>
	[wordsOf(wanted), ['less', '-R'], ['more']].filter(isPager);

/**
 * less as it is here: colours as colours. `F`, which ends it where everything fits on one screen, is taken back: the screen is ours again as
 * soon as it ends.
 */
const withLess = (environment: Environment): Environment => {
	const {LESS: wanted} = environment;
	if (wanted === undefined) return {...environment, LESS: 'R'};
	return wanted.includes('F') ? {...environment, LESS: `${wanted} -+F`} : environment;
};

/** Starts the program with its input from us and the terminal as it is; undefined when there is no such program. */
const start = async ([file = '', ...words]: readonly string[], environment: Environment) => {
	const child = spawn(file, words, {stdio: ['pipe', 'inherit', 'inherit'], env: {...environment}});
	try {
		await once(child, 'spawn');
		return child;
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? String(error.code) : '';
		if (code === 'ENOENT' || code === 'EACCES') return undefined;
		throw new ProblemError(
			{what: `Cannot start ${file}`, why: `the system says ${code}`, next: 'set PAGER to another program'},
			{cause: error},
		);
	}
};

const startFirst = async (environment: Environment) => {
	const pagers = pagersFor(environment);
	for (const pager of pagers) {
		const child = await start(pager, withLess(environment));
		if (child !== undefined) return {name: basename(pager[0] ?? ''), child};
	}
	throw new ProblemError({
		what: 'Cannot open a pager',
		why: `none of ${pagers.map(([file]) => file).join(', ')} is installed`,
		next: 'install less, or set PAGER to a program that reads its input',
	});
};

/** Milliseconds a pager has to give the terminal back once it is told to end. */
const patience = 1000;

const endOn = (signal: AbortSignal, child: ChildProcess): (() => void) => {
	let timer: NodeJS.Timeout | undefined;
	const end = (): void => {
		child.kill('SIGTERM');
		timer = setTimeout(() => child.kill('SIGKILL'), patience);
	};
	if (signal.aborted) end();
	else signal.addEventListener('abort', end, {once: true});
	return () => {
		signal.removeEventListener('abort', end);
		clearTimeout(timer);
	};
};

/** Writes the chunks as they are taken, until all are written or it is over; the source is told when it is not read to its end. */
const feed = async (chunks: AsyncIterable<string>, input: Writable, over: AbortSignal): Promise<void> => {
	const source = chunks[Symbol.asyncIterator]();
	try {
		while (!over.aborted && !input.destroyed) {
			const {done, value} = await orAborted(source.next(), over);
			if (done === true) break;
			if (!input.write(value)) await once(input, 'drain', {signal: over});
		}
	} catch (error) {
		if (!over.aborted && !input.destroyed) throw error;
	} finally {
		input.end();
		// A source that waits for its host does not answer at once, and nobody waits for it here.
		source.return?.().then(undefined, () => undefined);
	}
};

/**
 * Shows a text in the person's pager: `$PAGER`, else less, else more. The terminal must be lent to it. The chunks are taken only as far
 * as somebody pages, so that a log of any size can be shown; whoever makes them is told to stop when the pager ends. Resolves with the name of the pager when
 * it has ended, by itself or because `signal` aborted. Rejects with a `ProblemError` when there is no pager, when it fails, and
 * when the chunks do: then after the pager was left.
 */
export const page = async (chunks: AsyncIterable<string>, {environment, signal}: PagerOptions): Promise<string> => {
	const {name, child} = await startFirst(environment);
	const over = new AbortController();
	const ended = new Promise<number | undefined>(resolve =>
		child.on('exit', code => {
			over.abort();
			resolve(code ?? undefined);
		}),
	);
	const release = endOn(signal, child);
	child.stdin.on('error', () => {}); // It was left before it had read everything.
	try {
		const [exitCode, fed] = await Promise.all([
			ended,
			feed(chunks, child.stdin, over.signal).then(
				() => undefined,
				(error: unknown) => ({error}),
			),
		]);
		if (signal.aborted) return name;
		if (fed !== undefined) throw fed.error;
		if (exitCode !== undefined && exitCode !== 0) {
			throw new ProblemError({
				what: `${name} failed`,
				why: `it ended with exit code ${exitCode}`,
				next: `try ${environment['PAGER'] ?? name} by hand, or set PAGER to another program`,
			});
		}
		return name;
	} finally {
		release();
		child.stdin.destroy();
	}
};
