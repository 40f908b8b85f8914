import type {Docker} from '../../docker/docker.ts';
import {createContainerLines, type ContainerLine} from './container-lines.ts';
import {dateOf, disorder, type Place} from './place.ts';
import {createSorter} from './sorter.ts';

/** What is asked of Docker for the log of one container. */
export type Output = {
	readonly docker: Pick<Docker, 'logs'>;
	readonly containerId: string;
	readonly terminal: boolean;
};

export type Span = {
	/** Lines from this place on, from the first when left out. */
	readonly from?: Place | undefined;
	/** Lines before this place. */
	readonly to?: Place | undefined;
	/**
	 * Only those among so many at the end of the log, which Docker finds ten times quicker than it finds a time. It counts them before it looks at
	 * their times, with journald after that.
	 */
	readonly tail?: number | undefined;
};

// A line may stand behind one with a later stamp, where Docker stops, so a little more is asked for.
const since = (from: Place): Date => new Date(dateOf(from).getTime() - disorder / 1000);
const until = (to: Place): Date => new Date(dateOf(to).getTime() + 1 + disorder / 1000);

const optionsOf = ({terminal}: Output, {from, to, tail}: Span) => ({
	timestamps: true,
	terminal,
	...(from !== undefined && {since: since(from)}),
	...(to !== undefined && {until: until(to)}),
	...(tail !== undefined && {tail}),
});

/**
 * The lines of a span that Docker has now, in the order of their stamps. Throws a `ProblemError` where it does not give them, and ends quietly on
 * `signal`.
 */
export async function* linesOf(
	output: Output,
	span: Span,
	signal: AbortSignal,
): AsyncGenerator<ContainerLine, void, undefined> {
	const {from = -Infinity, to = Infinity} = span;
	let ready: ContainerLine[] = [];
	const sorter = createSorter(line => ready.push(line));
	const reader = createContainerLines(output.containerId, line => {
		if (line.line.position >= from && line.line.position < to) sorter.push(line);
	});
	for await (const frame of output.docker.logs(output.containerId, optionsOf(output, span), signal)) {
		reader.push(frame);
		if (ready.length === 0) continue;
		yield* ready;
		ready = [];
	}
	if (signal.aborted) return;
	reader.end();
	sorter.end();
	yield* ready;
}

/** Entries that may be written between two requests. */
const meanwhile = 50_000;

/** So much was written between two requests that there are lines which neither of them gave. */
export class MissedLinesError extends Error {
	override readonly name = 'MissedLinesError';
}

/**
 * What is written from a place on, up to which all has been read just now, as it comes, until the container stops. When the line before that place
 * is known (`last`) and does not come again, lines are missing: a `MissedLinesError` is thrown before any other is handed on.
 */
export async function* linesFrom(
	{docker, containerId, terminal}: Output,
	{from, last}: {readonly from: Place; readonly last: Place | undefined},
	signal: AbortSignal,
): AsyncGenerator<readonly ContainerLine[], void, undefined> {
	let ready: ContainerLine[] = [];
	let joins = last === undefined;
	const reader = createContainerLines(containerId, line => {
		joins ||= line.line.position <= (last ?? 0);
		if (line.line.position >= from) ready.push(line);
	});
	const options = {timestamps: true, terminal, follow: true, since: since(from), tail: meanwhile};
	for await (const frame of docker.logs(containerId, options, signal)) {
		reader.push(frame);
		if (ready.length === 0) continue;
		if (!joins) throw new MissedLinesError();
		yield ready;
		ready = [];
	}
	if (signal.aborted) return;
	reader.end();
	if (ready.length > 0) yield ready;
}
