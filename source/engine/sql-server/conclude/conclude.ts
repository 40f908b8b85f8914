import {judgeAge, type AgeVerdict} from '../../../domain/age.ts';
import {columnNamed, type Answer, type TimeColumn} from '../../../domain/newest.ts';
import {withSchema} from '../../../domain/procedure-name.ts';
import {plural} from '../../../domain/words.ts';
import {clockZone} from '../../../domain/wall-clock.ts';
import {ageKnown, inTheFuture, shownAs, type Timed} from './age.ts';
import {without, type Finding} from '../finding.ts';
import type {ServerClock} from '../session.ts';
import {quoted, type Subject} from '../subject.ts';
import type {Walk} from '../walk.ts';

/** What the answer of the procedure says about its data: the steps `rows`, `timestamp` and `age`. */
export const conclude = (answer: Answer, clock: ServerClock, subject: Subject, walk: Walk): Finding => {
	walk.enter('rows');
	const none = missingRows(answer, subject);
	if (none !== undefined) return none;
	walk.passed('rows', rowsInWords(answer));
	walk.enter('timestamp');
	const zone = clockZone(subject.config.timezone, clock.offset, clock.now);
	const judge = (column: Timed): AgeVerdict =>
		judgeAge(column.newest, column.kind, zone, clock.now, subject.config.maxAge);
	const column = timestampOf(answer, subject, judge);
	if ('verdict' in column) return column;
	const judged = judge(column);
	const shown = shownAs(column, zone, judged);
	if (judged.verdict === 'no such time') return noSuchTime(column, shown, subject);
	walk.passed('timestamp', shown);
	walk.enter('age');
	return judged.verdict === 'future'
		? inTheFuture(judged, column, zone, clock, subject)
		: ageKnown(judged, column, zone, subject);
};

const rowsInWords = ({rows, resultSets}: Answer): string =>
	resultSets === 1 ? plural(rows, 'row') : `${plural(rows, 'row')} in the first of ${resultSets} result sets`;

const missingRows = ({rows, resultSets}: Answer, {config}: Subject): Finding | undefined => {
	if (rows > 0) return undefined;
	const procedure = withSchema(config.procedure);
	return resultSets === 0
		? without('rows', 'empty', 'resultset', 'no result set, a return code only', {
				what: `${config.name} has no rows`,
				why: `${procedure} ended without an error and without returning a table`,
				next: `check that \`procedure\` in the config is one that selects rows`,
			})
		: without('rows', 'empty', 'rows', '0 rows', {
				what: `${config.name} has no rows`,
				why: `${procedure} returned a table without rows`,
				next: `ask whoever fills ${config.database} whether the import ran, and check \`parameters\` in the config`,
			});
};

/** The column of the config, or else of all that hold times the one that reaches furthest; a finding when there is none to judge by. */
const timestampOf = (answer: Answer, subject: Subject, judge: (column: Timed) => AgeVerdict): Timed | Finding => {
	const {config} = subject;
	const times = answer.columns.filter(({kind}) => kind !== undefined);
	const named = config.timestampColumn;
	if (named !== undefined) {
		const column = columnNamed(answer, named);
		return column?.kind === undefined
			? noSuchColumn(named, column, times, subject)
			: (timed(column) ?? noTime(named, subject));
	}
	// A bare day is more often a birthday than the time of a registration.
	const candidates = times.filter(({kind}) => kind !== 'day');
	if (candidates.length === 0) return noSuchColumn(undefined, undefined, times, subject);
	const reach = (column: Timed): number => {
		const judged = judge(column);
		return 'newest' in judged ? judged.newest.getTime() : -Infinity;
	};
	return (
		candidates
			.flatMap(column => timed(column) ?? [])
			.toSorted((one, other) => reach(other) - reach(one))
			.at(0) ?? noTime(candidates.map(({name}) => name).join(', '), subject)
	);
};

const timed = ({name, kind, newest}: TimeColumn): Timed | undefined =>
	kind === undefined || newest === undefined ? undefined : {name, kind, newest};

const noTime = (names: string, subject: Subject): Finding => {
	const shown = quoted(subject, names);
	return without('timestamp', 'empty', 'null', `${shown} is NULL in every row`, {
		what: `${subject.config.name} has no timestamp`,
		why: `${shown} is NULL in every row`,
		next: `ask whoever fills ${subject.config.database} why, or name another \`timestampColumn\` in the config`,
	});
};

const noSuchColumn = (
	named: string | undefined,
	found: TimeColumn | undefined,
	times: readonly TimeColumn[],
	subject: Subject,
): Finding => {
	const list = quoted(subject, times.map(({name}) => name).join(', '));
	const why =
		named === undefined
			? `no column of the answer holds a date and time`
			: found === undefined
				? `the answer has no column ${named}`
				: `the column ${named} holds no date or time`;
	return without('timestamp', 'failed', 'column', why, {
		what: `Cannot tell how old ${subject.config.name} is`,
		why: list === '' ? `${why}, and no other does` : `${why}; those that do: ${list}`,
		next: 'set `timestampColumn` in the config to the column that says when a row was written',
	});
};

const noSuchTime = ({name}: Timed, shown: string, {config}: Subject): Finding =>
	without('timestamp', 'failed', 'nonexistent', shown, {
		what: `Cannot tell how old ${config.name} is`,
		why: `the newest ${name} is in the hour that clocks in ${config.timezone} skip in spring`,
		next: 'check `timezone` in the config: these are not local times of that zone',
	});
