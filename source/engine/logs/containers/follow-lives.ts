import type {LogRow} from '../../../domain/log.ts';
import type {Container} from '../../../parse/docker/container.ts';
import {createBell} from '../../../streams/bell.ts';
import {scopeOf} from '../../../streams/scope.ts';
import {NoRoomError} from '../../host/no-room.ts';
import type {Followed, Mark} from '../../log.ts';
import type {ContainerLine} from './container-lines.ts';
import {markOf} from './edges.ts';
import {happeningsOf, type Happening, rowsOf} from './happenings.ts';
import {linesFrom, linesOf, MissedLinesError, type Output} from './lines-of.ts';
import {grain, type Place} from './place.ts';
import {createLiveContainer} from './live-container.ts';
import {createLineReader} from './read-lines.ts';
import {explainOutput, goneProblem, isLeaving, isRunning, type Subject} from './subject.ts';

/** Rows that wait to be read; then Docker waits. */
const mostWaiting = 5000;
/** Milliseconds in which the list of containers says what has just happened, and between two looks at output that there is no room to follow. */
const look = 1000;

const outputOf = (docker: Output['docker'], {id, details}: Container): Output => ({
	docker,
	containerId: id,
	terminal: details?.terminal ?? false,
});

/** Milliseconds in which the list of containers surely says that one has stopped. */
const certain = 10_000;

/** How often lines that were missed are read before what comes is followed without them. */
const mostMisses = 3;

/** Whether something has happened to a container. */
const isOther = (before: Container) => (now: Container | undefined) =>
	now?.id !== before.id ||
	isRunning(now) !== isRunning(before) ||
	now.details?.startedAt?.getTime() !== before.details?.startedAt?.getTime();

/**
 * What a service or a run writes from a mark on, through the end of its container and the next start, and through its re-creation, each with a
 * rule. Yields no rows whenever Docker has told that all is as it was. Throws a `ProblemError` when Docker stops to answer,
 * and for a run whose container is gone. A service without a container is waited for.
 */
export async function* followLives(
	{source, docker, containers, most}: Subject,
	from: Mark,
	signal: AbortSignal,
): AsyncGenerator<Followed, void, undefined> {
	using scope = scopeOf(signal);
	const over = scope.signal;
	const news = createBell();
	const live = createLiveContainer({source, containers}, over);
	const taken = createBell();
	let failure: {readonly error: unknown} | undefined;
	let hasBeat = false;
	let waiting: LogRow[] = [];
	let part = from.get(source.key)?.part;
	/** Behind all that was put so far. */
	let end = from;

	const fail = (error: unknown): void => {
		failure ??= {error};
		news.ring();
		live.ring();
	};

	const heard = (): void => {
		hasBeat = true;
		news.ring();
	};

	const put = async (rows: readonly LogRow[], behind: Mark): Promise<void> => {
		end = behind;
		if (rows.length === 0) return;
		waiting.push(...rows);
		news.ring();
		while (waiting.length > mostWaiting && !over.aborted) await taken.within(look, over);
	};

	const when = (isWanted: (container: Container | undefined) => boolean, patience?: number) =>
		live.when(isWanted, {part, ...(patience !== undefined && {patience})});

	const follow = async (): Promise<void> => {
		const mark = from.get(source.key);
		let place: Place = mark?.position ?? 0;
		/** What happened up to here has been told. */
		let told = place;

		const here = (): Mark => (part === undefined ? end : markOf(source, part, Math.max(place, told)));

		/** The newest line that was read. */
		let last: Place | undefined;
		/** How often in a row more was written between two requests than the second gave. */
		let misses = 0;

		const passed = (lines: readonly ContainerLine[]): void => {
			for (const {line} of lines) last = Math.max(last ?? line.position, line.position);
			place = Math.max(place, last === undefined ? 0 : last + grain);
		};

		const untold = (container: Container): Happening[] => happeningsOf(container).filter(({place: at}) => at >= told);

		/** What has happened to the container, for which there are no lines to stand among. */
		const tellRest = async (container: Container): Promise<void> => {
			const rest = untold(container);
			told = Math.max(told, ...rest.map(({place: at}) => at + grain));
			await put(rowsOf(source, [], rest), here());
		};

		/** What there is, with what has happened to the container. */
		const readOn = async (container: Container): Promise<void> => {
			const output = outputOf(docker, container);
			const happenings = untold(container);
			const tail = place === 0 ? undefined : await createLineReader(output, {most}).tailFrom(place, over);
			let batch: ContainerLine[] = [];
			const begin = place;
			// Where the last line comes again, nothing is missing behind it.
			const known = last ?? (place === 0 ? undefined : place);
			let joins = last === undefined;
			for await (const line of linesOf(output, {from: known, tail}, over)) {
				const {position} = line.line;
				if (!joins && position > (last ?? 0)) await put([gone], here());
				joins = true;
				if (position < begin) continue;
				batch.push(line);
				if (batch.length < 500) continue;
				const newest = line.line.position;
				const due = happenings.splice(0, happenings.findLastIndex(({place: at}) => at < newest) + 1);
				passed(batch);
				await put(rowsOf(source, batch, due), here());
				batch = [];
			}
			over.throwIfAborted();
			passed(batch);
			told = Math.max(told, ...happeningsOf(container).map(({place: at}) => at + grain));
			await put(rowsOf(source, batch, happenings), here());
		};

		const gone: LogRow = {kind: 'rule', source, words: 'Docker has not kept the lines that stood here', at: undefined};

		const readLines = async (container: Container, stop: AbortSignal): Promise<void> => {
			const span = {from: place, last: misses < mostMisses ? last : undefined};
			if (misses === mostMisses)
				await put([{kind: 'rule', source, words: 'lines may be missing here', at: undefined}], here());
			for await (const lines of linesFrom(outputOf(docker, container), span, stop)) {
				misses = 0;
				passed(lines);
				const rows = lines.map(({line}): LogRow => ({kind: 'line', source, line}));
				await put(rows, here());
			}
		};

		/** Until it stops. */
		const followOn = async (container: Container): Promise<void> => {
			using life = scopeOf(over);
			let hasEnded = false;
			let patience = look;
			const read = async (): Promise<void> => {
				try {
					await readLines(container, life.signal);
					patience = certain;
				} catch (error) {
					if (error instanceof MissedLinesError) {
						misses += 1;
						patience = 0;
					} else if (!(error instanceof NoRoomError)) throw error; // Then it is looked at now and then.
				} finally {
					hasEnded = true;
					live.ring();
				}
			};
			const reading = read();
			reading.catch(() => {}); // It is awaited below.
			await when(one => hasEnded || isOther(container)(one));
			// Until it is known how it ended, what comes next has no place. What was started again before this began does not end.
			await when(one => hasEnded && isOther(container)(one), patience);
			life.abort(undefined);
			await reading;
		};

		if (source.kind === 'run' && (await when(one => one !== undefined, look)) === undefined) throw goneProblem(source);
		for (;;) {
			const container = await when(one => one !== undefined || (source.kind === 'run' && part !== undefined));
			if (container === undefined) {
				await put([{kind: 'rule', source, words: 'its container was removed', at: undefined}], end);
				part = undefined;
				continue;
			}
			if (part !== container.id) {
				const isAnew = part !== undefined;
				part = container.id;
				place = 0;
				told = 0;
				last = undefined;
				if (isAnew) await put([madeAnew(container)], here());
			}
			try {
				await readOn(container);
				if (isRunning(container)) await followOn(container);
				else await when(isOther(container));
			} catch (error) {
				over.throwIfAborted();
				// It may have been removed since the last look.
				if (!isLeaving(error)) throw explainOutput(source, error);
				await tellRest(container);
				await when(isOther(container), look);
			}
		}
	};

	const madeAnew = ({createdAt, details}: Container): LogRow => ({
		kind: 'rule',
		source,
		words: 'made anew',
		at: createdAt ?? details?.startedAt,
	});

	const tasks = [live.listen(heard), follow()].map(task => task.catch(fail));
	signal.addEventListener('abort', news.ring, {once: true});
	try {
		while (!signal.aborted) {
			if (waiting.length > 0) {
				const rows = waiting;
				waiting = [];
				hasBeat = false;
				taken.ring();
				yield {rows, end};
			} else if (failure !== undefined) {
				throw failure.error;
			} else if (hasBeat) {
				hasBeat = false;
				yield {rows: [], end};
			} else {
				await news.rung();
			}
		}
	} finally {
		signal.removeEventListener('abort', news.ring);
		scope.abort(undefined);
		await Promise.all(tasks);
	}
}
