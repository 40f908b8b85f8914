import {assessErrors, type ErrorEvent} from '../domain/log.ts';
import {distinctProblems} from '../domain/problem.ts';
import type {Status} from '../domain/status.ts';
import {toneOf} from '../domain/tone.ts';
import {clockTime, countInWords, fullTime, plural, shortTime} from '../domain/words.ts';
import type {SearchedSource} from '../engine/engine.ts';
import type {Snapshot} from '../store/feed.ts';
import type {Section} from '../store/session.ts';
import {spotOf} from '../store/log/spots.ts';
import type {PaneSpec} from './spec.ts';

const newestFirst = (one: ErrorEvent, other: ErrorEvent): number =>
	(other.at?.getTime() ?? 0) - (one.at?.getTime() ?? 0);

const wasSearched = ({searched, problem}: SearchedSource): boolean => problem === undefined || searched.lines > 0;

/** The sources by their names where they are few. */
const named = (sources: readonly SearchedSource[]): string =>
	sources.length > 2 ? plural(sources.length, 'log') : sources.map(({source}) => source.name).join(' and ');

const sinceWhen = ({source, searched: {from}}: SearchedSource): string =>
	`${source.name} ${from === undefined ? 'in part' : `since ${clockTime(from).slice(0, 5)}`}`;

const isWholeRun = ({source, searched}: SearchedSource): boolean =>
	source.kind === 'run' && searched.range.kind === 'whole';

/** `24h, training since its last run, api whole, prediction since 03:12`: each source has a range of its own. */
const rangeInWords = (sources: readonly SearchedSource[]): string => {
	const within = sources.flatMap(({searched: {range}}) => (range.kind === 'last' ? range.milliseconds : []));
	const runs = sources.filter(({searched}) => searched.range.kind === 'run');
	const files = sources.filter(({source, searched}) => source.kind === 'file' && searched.range.kind === 'whole');
	const cut = sources.filter(({searched}) => searched.range.kind === 'end');
	return [
		[...new Set(within)].map(milliseconds => `${milliseconds / 3_600_000}h`),
		runs.length > 0 ? `${named(runs)} since ${runs.length === 1 ? 'its last run' : 'their last runs'}` : [],
		files.length > 0 ? `${named(files)} whole` : [],
		cut.length > 2 ? `${plural(cut.length, 'log')} in part` : cut.map(sinceWhen),
	]
		.flat()
		.join(', ');
};

const isSearching = ({done}: SearchedSource): boolean => done !== undefined;

/** `searching training 43%`, `searching 3 logs`: what goes on for long; nothing where nothing does. */
const progressInWords = (sources: readonly SearchedSource[]): string => {
	const [first, ...others] = sources.filter(isSearching);
	if (first?.done === undefined) return '';
	if (others.length > 0) return `searching ${plural(others.length + 1, 'log')}`;
	return `searching ${first.source.name} ${Math.floor(first.done * 100)}%`;
};

/** `ERROR|Exception · 24h · 3 events in 18 342 lines of 4 logs`: an empty list too must say what was looked at. */
const inWords = (sources: readonly SearchedSource[], events: number, pattern: RegExp): string => {
	const searched = sources.filter(wasSearched);
	const lines = searched.reduce((sum, one) => sum + one.searched.lines, 0);
	const logs = `${searched.length < sources.length ? `${searched.length} of ` : ''}${plural(sources.length, 'log')}`;
	// That runs were searched whole is more than the range says, so it may be what a narrow title leaves out.
	const wholeRuns = searched.some(isWholeRun) ? 'last runs whole' : '';
	const found = `${plural(events, 'event')} in ${plural(lines, 'line')} of ${logs}`;
	return [pattern.source, progressInWords(sources), rangeInWords(searched), found, wholeRuns]
		.filter(words => words !== '')
		.join(' · ');
};

const newInWords = ({isNew}: ErrorEvent): string => {
	if (isNew === undefined) return 'not known';
	return isNew ? 'yes: not seen before the last good run' : 'no: seen before the last good run';
};

const timeInWords = (at: Date | undefined): string => (at === undefined ? 'not known' : fullTime(at));

/** All there is to know about one kind of error. */
const describe = (event: ErrorEvent): readonly Section[] => {
	const {source, count, first, at, frame, summary, line, details} = event;
	const facts = {
		source: source.name,
		count: countInWords(count),
		first: timeInWords(first),
		last: timeInWords(at),
		'own code': frame ?? 'not known',
		new: newInWords(event),
	};
	return [
		{
			kind: 'table',
			heading: summary,
			rows: Object.entries(facts).map(([what, value]) => ({WHAT: what, VALUE: value})),
		},
		{kind: 'text', heading: 'Newest', lines: [line.text, ...details]},
	];
};

/** Whether finding nothing means that there is nothing. */
const isSearchedToTheEnd = (sources: readonly SearchedSource[]): boolean =>
	sources.every(({problem}) => problem === undefined) && sources.some(({searched}) => searched.lines > 0);

const status = ({count}: ErrorEvent): Status => assessErrors(count);

export const errors: PaneSpec<ErrorEvent> = {
	id: 'errors',
	name: 'Errors',
	empty: 'No line matched in what the title says was searched.',
	columns: [
		{title: 'WHEN', min: 11, yields: 0, text: ({at}, now) => (at === undefined ? '-' : shortTime(at, now))},
		{title: 'SOURCE', min: 8, yields: 1, text: ({source}) => source.name},
		{title: 'COUNT', min: 5, yields: 2, align: 'right', text: ({count}) => countInWords(count)},
		{
			title: 'FIRST',
			min: 11,
			whole: true,
			yields: 4,
			text: ({first}, now) => (first === undefined ? '-' : shortTime(first, now)),
		},
		{title: 'NEW', min: 3, whole: true, yields: 3, text: ({isNew}) => (isNew === true ? 'new' : '')},
		{title: 'ERROR', min: 10, yields: 0, text: ({summary}) => summary, tone: row => toneOf(status(row))},
	],
	status,
	summary: rows => (rows.length === 0 ? 'none' : plural(rows.length, 'kind')),
	bindings: [
		{
			keys: ['enter', 'l'],
			label: 'log around it',
			blocked: ({row}) => (row === undefined ? 'no error is selected' : undefined),
			run({row, openLog}) {
				if (row === undefined) return;
				const {source, line} = row;
				openLog([source], {around: spotOf({kind: 'line', source, line})});
			},
		},
		{
			keys: ['d'],
			label: 'describe',
			blocked: ({row}) => (row === undefined ? 'no error is selected' : undefined),
			run({row, openDetails}) {
				if (row === undefined) return;
				openDetails({
					title: `${row.source.name} · error`,
					async *watch() {
						yield row;
					},
					sections: describe,
				});
			},
		},
	],
	async *watch(engine, _visible, host, signal): AsyncIterable<Snapshot<ErrorEvent>> {
		for await (const sources of engine.logs.watchErrors(signal)) {
			const events = sources.flatMap(source => source.events).toSorted(newestFirst);
			yield {
				rows: events,
				scope: inWords(
					sources,
					events.reduce((sum, {count}) => sum + count, 0),
					host.errors,
				),
				whenEmpty: isSearchedToTheEnd(sources) ? 'ok' : 'unknown',
				// The title says what is still being searched.
				problems: distinctProblems(sources.flatMap(source => (isSearching(source) ? [] : (source.problem ?? [])))),
			};
		}
	},
};
