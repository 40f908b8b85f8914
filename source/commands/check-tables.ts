import {clockNotes} from '../domain/time/clocks.ts';
import {noteFrom} from '../domain/data/outlook-words.ts';
import {printable} from '../domain/printable.ts';
import {toneOf} from '../domain/tone.ts';
import {countInWords, plural, shortTime, spanInWords} from '../domain/words.ts';
import {tableLines} from '../ui/static-table.tsx';
import {wrap} from '../ui/text.ts';
import type {Theme} from '../ui/theme.ts';
import type {Report} from './check-report.ts';
import type {DataReport} from './describe-data.ts';

const age = (seconds: number | null): string => (seconds === null ? '-' : spanInWords(seconds * 1000));

const noteFor = ({verdict, owner, turnsStaleAt, warnings}: DataReport, now: Date): string =>
	noteFrom(
		{
			verdict,
			owner: owner ?? undefined,
			turnsAt: turnsStaleAt === null ? undefined : new Date(turnsStaleAt),
			warnings,
		},
		now,
	);

const milliseconds = (seconds: number | null): number | undefined => (seconds === null ? undefined : seconds * 1000);

/** Which clocks differ, each difference once and with the names of the checks that saw it where others did not. */
const skewsIn = (checks: readonly DataReport[]): readonly string[] => {
	const seen = Map.groupBy(
		checks.flatMap(({name, clocks: {sqlServerAheadSeconds, hostAheadSeconds}}) =>
			clockNotes({sqlServer: milliseconds(sqlServerAheadSeconds), host: milliseconds(hostAheadSeconds)}).map(note => ({
				name,
				note,
			})),
		),
		({note}) => note,
	);
	return [...seen].map(([note, by]) =>
		by.length === checks.length
			? `${note.charAt(0).toUpperCase()}${note.slice(1)}.`
			: `${by.map(({name}) => name).join(', ')}: ${note}.`,
	);
};

const distrust = [
	['none', 'the password crosses the network in the clear (`encrypt: false`)'],
	['not verified', 'any certificate is accepted: the password can be read on the way'],
] as const;

/** What stands against trusting the way to SQL Server, a sentence each with the names of the checks. */
const distrustIn = (checks: readonly DataReport[]): ReadonlyArray<readonly [DataReport['encryption'], string]> =>
	distrust.flatMap(([kind, words]) => {
		const names = checks.filter(({encryption}) => encryption === kind).map(({name}) => name);
		return names.length === 0 ? [] : [[kind, `${names.join(', ')}: ${words}.`] as const];
	});

/** The report for somebody at a terminal, in lines of at most `width` cells. Times are by the wall clock of this machine. */
export const reportLines = (report: Report, width: number, theme: Theme): readonly string[] => {
	const severalProjects = new Set(report.services.map(({project}) => project)).size > 1;
	const time = (at: string | null): string => (at === null ? '-' : shortTime(new Date(at), new Date(report.asOf)));
	const say = (status: Report['status']): string => `${theme.glyph[status]} ${status}`;
	const part = (heading: string, rows: ReadonlyArray<Readonly<Record<string, string>>>): readonly string[] =>
		rows.length === 0 ? [] : [theme.bold(heading), ...tableLines(rows, width, theme)];
	return [
		`${theme.bold(printable(report.host))} ${theme.paint[toneOf(report.status)](say(report.status))}`,
		...part(
			'Services',
			report.services.map(({project, service, status, state, health, reason}) => ({
				SERVICE: severalProjects ? `${project}/${service}` : service,
				STATUS: say(status),
				STATE: state,
				HEALTH: health,
				REASON: reason ?? '',
			})),
		),
		...part(
			'Jobs',
			report.jobs.map(({job, status, lastRun, reason}) => ({
				JOB: job,
				STATUS: say(status),
				'LAST RUN': time(lastRun?.startedAt ?? null),
				REASON: reason ?? '',
			})),
		),
		...part(
			'Errors',
			report.logs.map(({source, errors, searched, latest}) => ({
				SOURCE: source,
				ERRORS: countInWords(errors),
				SEARCHED: plural(searched.lines, 'line'),
				LATEST: latest ?? '',
			})),
		),
		...part(
			'Data',
			report.data.map(check => ({
				CHECK: check.name,
				VERDICT: check.cause === null ? check.verdict : `${check.verdict} (${check.cause})`,
				AGE: age(check.ageSeconds),
				LIMIT: age(check.maxAgeSeconds),
				NOTE: noteFor(check, new Date(report.asOf)),
			})),
		),
		...skewsIn(report.data)
			.flatMap(skew => wrap(skew, width))
			.map(line => theme.dim(line.trimStart())),
		...distrustIn(report.data).flatMap(([kind, words]) =>
			wrap(words, width).map(line => theme.paint[kind === 'none' ? 'bad' : 'warn'](line.trimStart())),
		),
		...report.problems.flatMap(problem => wrap(problem, width)).map(line => theme.paint.bad(line.trimStart())),
	];
};
