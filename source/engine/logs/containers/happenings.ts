import {clockTime} from '../../../domain/words.ts';
import type {LogRow, LogSource} from '../../../domain/log.ts';
import type {Container} from '../../../parse/container.ts';
import type {ContainerLine} from './container-lines.ts';
import {grain, placeOf, type Place} from './place.ts';
import {isRunning} from './subject.ts';

/** Something that happened to a container, as a rule among its lines: it stands behind those at its place and before it. */
export type Happening = {readonly place: Place; readonly words: string; readonly at: Date};

const withCode = (words: string, code: number | undefined): string =>
	code === undefined ? words : `${words}, exit ${code}`;

/** Milliseconds between what Docker's event says and what its inspection says of the same end. */
const sameMoment = 1000;

/** What its process ended with last: once it runs again only who has seen it end knows. */
const lastCode = ({died, details}: Container): number | undefined =>
	died?.at !== undefined &&
	details?.finishedAt !== undefined &&
	Math.abs(died.at.getTime() - details.finishedAt.getTime()) < sameMoment
		? died.exitCode
		: undefined;

/** `exited 14:02:09, exit 1` or `restarted 14:02:11, exit 1`: how the container came to be as it is, where it has ended at least once. */
export const happeningsOf = (container: Container): readonly Happening[] => {
	const {details, exitCode} = container;
	if (details?.startedAt === undefined || details.finishedAt === undefined) return [];
	const {startedAt, finishedAt} = details;
	// What it wrote in its last millisecond stands before it.
	const end = placeOf(finishedAt) + 1000 - 2 * grain;
	if (!isRunning(container)) {
		const words = withCode(`exited ${clockTime(finishedAt)}`, exitCode ?? details.exitCode);
		return [{place: end, words, at: finishedAt}];
	}
	// Its first lines may have been written before Docker notes that it runs.
	if (finishedAt > startedAt) return [];
	return [
		{place: end + grain, words: withCode(`restarted ${clockTime(startedAt)}`, lastCode(container)), at: startedAt},
	];
};

export const ruleOf = (source: LogSource, {words, at}: Pick<Happening, 'words' | 'at'>): LogRow => ({
	kind: 'rule',
	source,
	words,
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
		while (left[0] !== undefined && left[0].place < line.position) rows.push(ruleOf(source, left.shift() ?? left[0]));
		rows.push({kind: 'line', source, line});
	}
	return [...rows, ...left.map(happening => ruleOf(source, happening))];
};
