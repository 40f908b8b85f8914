import type {Container} from '../../../parse/docker/container.ts';
import {firstOf} from '../../../streams/first.ts';
import type {Edge, Found, FoundErrors, Log, LogWindow} from '../../log.ts';
import {cutOf} from './edges.ts';
import {followLives} from './follow-lives.ts';
import {happeningsOf, type Happening} from './happenings.ts';
import type {Output} from './lines-of.ts';
import {createLineReader, type LineReader} from './read-lines.ts';
import {readAfter, readBefore, type Part} from './read-window.ts';
import type {Scan} from './scan.ts';
import {findContainerErrors, searchContainer} from './search-container.ts';
import {containerIn, explainOutput, type Subject} from './subject.ts';

/** One of the containers of a source, with what reads it. */
type ContainerPart = Part & {readonly output: Output};

const nothing: LogWindow = {rows: [], start: new Map(), end: new Map(), more: false};
const noProgress = {
	searched: {lines: 0, bytes: 0, from: undefined, to: undefined, range: {kind: 'nothing'}},
	done: 1,
	end: new Map(),
	problems: [],
} as const;
const searchedNothing: Found = {...noProgress, rows: []};
const foundNothing: FoundErrors = {...noProgress, events: []};

/**
 * The log of a run, or of a service: of the container it has now, and when it is followed of those it has later. `errors` makes a line an error;
 * `now` is the time by the host's clock.
 */
export const createContainerLog = (
	subject: Subject,
	{errors, now}: {readonly errors: RegExp; readonly now: (signal: AbortSignal) => Promise<Date>},
): Log => {
	const {source, docker, containers, most} = subject;
	let last: {readonly id: string; readonly reader: LineReader} | undefined;

	const readerOf = (id: string, terminal: boolean): LineReader => {
		if (last?.id !== id) last = {id, reader: createLineReader({docker, containerId: id, terminal}, {most})};
		return last.reader;
	};

	/** The container it has; undefined for a service that has none. */
	const find = async (signal: AbortSignal): Promise<ContainerPart | undefined> => {
		const isKnown = (all: readonly Container[]): boolean => {
			const container = containerIn(source, all);
			return container === undefined || container.details !== undefined;
		};
		const container = containerIn(source, await firstOf(containers, signal, isKnown));
		if (container !== undefined) {
			const {id, details} = container;
			return partOf(id, details?.terminal ?? false, happeningsOf(container));
		}
		// One that was made a moment ago is not in the list yet; of any other Docker says that it is gone.
		return source.kind === 'run' ? partOf(source.containerId, source.terminal, []) : undefined;
	};

	const partOf = (id: string, terminal: boolean, happenings: readonly Happening[]): ContainerPart => ({
		source,
		id,
		output: {docker, containerId: id, terminal},
		reader: readerOf(id, terminal),
		happenings,
	});

	const read = async (from: Edge, direction: 'before' | 'after', count: number, signal: AbortSignal) => {
		const part = await find(signal);
		if (part === undefined) return nothing;
		const work = direction === 'before' ? readBefore : readAfter;
		return work(part, cutOf(from, source, part.id), count, signal);
	};

	async function* inRange<Value>(
		from: Edge,
		to: Edge,
		work: (range: Scan) => AsyncIterable<Value>,
		empty: Value,
		signal: AbortSignal,
	): AsyncGenerator<Value, void, undefined> {
		try {
			const part = await find(signal);
			if (part === undefined) {
				yield empty;
				return;
			}
			const cuts = {from: cutOf(from, source, part.id), to: cutOf(to, source, part.id)};
			yield* work({...part, ...cuts, most, now: await now(signal)});
		} catch (error) {
			if (signal.aborted) return;
			throw explainOutput(source, error);
		}
	}

	return {
		async read(from, direction, count, signal) {
			try {
				return await read(from, direction, count, signal);
			} catch (error) {
				signal.throwIfAborted();
				throw explainOutput(source, error);
			}
		},
		follow: (from, signal) => followLives(subject, from, signal),
		search: (query, signal) =>
			inRange(query.from, query.to, range => searchContainer(range, query, signal), searchedNothing, signal),
		findErrors: (from, to, signal) =>
			inRange(from, to, range => findContainerErrors(range, errors, signal), foundNothing, signal),
	};
};
