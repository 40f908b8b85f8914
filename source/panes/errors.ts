import type {ErrorEvent} from '../domain/log.ts';
import {countInWords, plural, shortTime} from '../domain/words.ts';
import type {SearchedSource} from '../engine/engine.ts';
import type {Snapshot} from '../store/feed.ts';
import type {PaneSpec} from './spec.ts';

const newestFirst = (one: ErrorEvent, other: ErrorEvent): number =>
	(other.at?.getTime() ?? 0) - (one.at?.getTime() ?? 0);

/** `ERROR|Exception · 24h · 3 events in 18 342 lines`: an empty list too must say what was looked at. */
const inWords = (sources: readonly SearchedSource[], events: number, pattern: RegExp, range: string): string => {
	const lines = sources.reduce((sum, {searched}) => sum + searched.lines, 0);
	return `${pattern.source} · ${range} · ${plural(events, 'event')} in ${countInWords(lines)} lines of ${plural(sources.length, 'log')}`;
};

export const errors: PaneSpec<ErrorEvent> = {
	id: 'errors',
	name: 'Errors',
	empty: 'No line matched in what the title says was searched.',
	columns: [
		{title: 'WHEN', min: 11, yields: 0, text: ({at}, now) => (at === undefined ? '-' : shortTime(at, now))},
		{title: 'SOURCE', min: 8, yields: 1, text: ({source}) => source.name},
		{title: 'COUNT', min: 5, yields: 2, align: 'right', text: ({count}) => countInWords(count)},
		{title: 'ERROR', min: 10, yields: 0, text: ({summary}) => summary, tone: () => 'bad'},
	],
	status: () => 'critical',
	summary: rows => (rows.length === 0 ? 'none' : plural(rows.length, 'kind')),
	bindings: [
		{
			keys: ['enter', 'l'],
			label: 'log around it',
			blocked: ({row}) => (row === undefined ? 'no error is selected' : undefined),
			run({row, openLog}) {
				if (row !== undefined) openLog(row.source, {around: row.line});
			},
		},
		{
			keys: ['d'],
			label: 'traceback',
			blocked: ({row}) => (row === undefined ? 'no error is selected' : undefined),
			run({row, openDetails}) {
				if (row === undefined) return;
				openDetails(`${row.source.name} · error`, async function* () {
					yield [{kind: 'text', heading: row.summary, lines: [row.line.text, ...row.details]}];
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
					'24h',
				),
				whenEmpty: sources.some(({searched}) => searched.lines > 0) ? 'ok' : 'unknown',
				problems: sources.flatMap(({problem}) => (problem === undefined ? [] : [problem])),
			};
		}
	},
};
