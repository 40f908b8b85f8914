import type {AgeVerdict} from '../../../domain/data/age.ts';
import {columnNamed, type Answer, type TimeColumn} from '../../../domain/data/newest.ts';
import {without, type Finding} from '../finding.ts';
import {quoted, type Subject} from '../subject.ts';
import type {Timed} from './age.ts';
import {hasTimes, type Counted} from './result-set.ts';

/** The column of the config, or else of all that hold times the one that reaches furthest; a finding when there is none to judge by. */
export const timestampOfRows = (
	counted: Counted,
	answer: Answer,
	subject: Subject,
	judge: (column: Timed) => AgeVerdict,
): Timed | Finding => {
	const {config} = subject;
	const {set} = counted;
	const times = set.columns.filter(({kind}) => kind !== undefined);
	const named = config.timestampColumn;
	if (named !== undefined) {
		const column = columnNamed(set, named);
		return column?.kind === undefined
			? noSuchColumn(
					column === undefined ? absent(named, answer) : `the column ${named} holds no date or time`,
					answer,
					subject,
				)
			: (timed(column) ?? noTime(named, subject));
	}
	// A bare day is more often a birthday than the time of a registration.
	const hours = times.filter(({kind}) => kind !== 'day');
	const instants = hours.filter(({kind}) => kind === 'instant');
	const candidates = config.timezone === 'offset' && instants.length > 0 ? instants : hours;
	if (candidates.length === 0) return noSuchColumn(withoutTimes(counted, answer), answer, subject);
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

const absent = (named: string, {resultSets}: Answer): string =>
	resultSets === 1
		? `the answer has no column ${named}`
		: `none of the ${resultSets} result sets has a column ${named}`;

const withoutTimes = ({set, index}: Counted, {resultSets}: Answer): string => {
	const where = resultSets === 1 ? 'the answer' : `result set ${index + 1} of ${resultSets}`;
	return `no column of ${where} holds a date and time${hasTimes(set) ? ', only a date' : ''}`;
};

const noTime = (names: string, subject: Subject): Finding => {
	const shown = quoted(subject, names);
	return without('timestamp', 'empty', 'null', `${shown} is NULL in every row`, {
		what: `${subject.config.name} has no timestamp`,
		why: `${shown} is NULL in every row`,
		next: `ask whoever fills ${subject.config.database} why, or name another \`timestampColumn\` in the config`,
	});
};

const noSuchColumn = (why: string, answer: Answer, subject: Subject): Finding => {
	const list = quoted(subject, timesOf(answer).join(', '));
	const first = quoted(subject, timesOf(answer)[0] ?? '').replace(/ \(.*/, '');
	return without('timestamp', 'failed', 'column', why, {
		what: `Cannot tell how old ${subject.config.name} is`,
		why: list === '' ? `${why}, and no other does` : `${why}; those that do: ${list}`,
		next: `set \`timestampColumn\` in the config to the column that says when a row was written${first === '' ? '' : `, such as ${first}`}`,
	});
};

/** `Born`, `At (result set 2)` */
const timesOf = ({sets, resultSets}: Answer): readonly string[] =>
	sets.flatMap(({columns}, index) =>
		columns
			.filter(({kind}) => kind !== undefined)
			.map(({name}) => (resultSets === 1 ? name : `${name} (result set ${index + 1})`)),
	);
