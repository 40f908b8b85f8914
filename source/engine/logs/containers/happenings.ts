import type {LogRow, LogSource} from '../../../domain/log.ts';
import type {Container} from '../../../parse/docker/container.ts';
import type {ContainerLine} from './container-lines.ts';
import {grain, placeOf, type Place} from './place.ts';
import {isRunning} from './subject.ts';

/** Something that happened to a container, as a rule among its lines: it stands behind those at its place and before it. */
export type Happening = {
	readonly place: Place;
	/** How much later than it lines may be stamped that were written before it. */
	readonly lag: Place;
	readonly words: string;
	readonly more?: string;
	readonly at: Date;
};

const codeOf = (code: number | undefined): {readonly more?: string} =>
	code === undefined ? {} : {more: `exit ${code}`};

/** A busy Docker takes up the last lines of a container, and stamps them, after it has noted its end; nothing else can follow them. */
const takingUp = 1_000_000;

/** Milliseconds between what Docker's event says and what its inspection says of the same end. */
const sameMoment = 1000;

/** What its process ended with last: once it runs again only who has seen it end knows. */
const lastCode = ({died, details}: Container): number | undefined =>
	died?.at !== undefined &&
	details?.finishedAt !== undefined &&
	Math.abs(died.at.getTime() - details.finishedAt.getTime()) < sameMoment
		? died.exitCode
		: undefined;

/** `exited`, `exit 1` or `restarted`, `exit 1`: how the container came to be as it is, where it has ended at least once. */
export const happeningsOf = (container: Container): readonly Happening[] => {
	const {details, exitCode} = container;
	if (details?.startedAt === undefined || details.finishedAt === undefined) return [];
	const {startedAt, finishedAt} = details;
	// What it wrote in its last millisecond stands before it.
	const end = placeOf(finishedAt) + 1000 - 2 * grain;
	if (!isRunning(container)) {
		return [{place: end, lag: takingUp, words: 'exited', ...codeOf(exitCode ?? details.exitCode), at: finishedAt}];
	}
	// Its first lines may have been written before Docker notes that it runs.
	if (finishedAt > startedAt) return [];
	return [{place: end + grain, lag: 0, words: 'restarted', ...codeOf(lastCode(container)), at: startedAt}];
};

const ruleOf = (source: LogSource, {words, more, at}: Happening): LogRow => ({
	kind: 'rule',
	source,
	words,
	...(more !== undefined && {more}),
	at,
});

/** Lines as rows, with what happened where it happened. */
export const rowsOf = (
	source: LogSource,
	lines: readonly ContainerLine[],
	happenings: readonly Happening[],
): readonly LogRow[] => {
	const left = [...happenings];
	const rows: LogRow[] = [];
	for (const {line} of lines) {
		while (left[0] !== undefined && left[0].place + left[0].lag < line.position)
			rows.push(ruleOf(source, left.shift() ?? left[0]));
		rows.push({kind: 'line', source, line});
	}
	return [...rows, ...left.map(happening => ruleOf(source, happening))];
};
