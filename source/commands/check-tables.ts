import {printable} from '../domain/printable.ts';
import {toneOf} from '../domain/tone.ts';
import {countInWords, plural, shortTime, spanInWords} from '../domain/words.ts';
import {tableLines} from '../ui/static-table.tsx';
import {wrap} from '../ui/text.ts';
import type {Theme} from '../ui/theme.ts';
import type {Report} from './check-report.ts';

const age = (seconds: number | null): string => (seconds === null ? '-' : spanInWords(seconds * 1000));

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
			report.data.map(({name, verdict, cause, ageSeconds, maxAgeSeconds}) => ({
				CHECK: name,
				VERDICT: cause === null ? verdict : `${verdict} (${cause})`,
				AGE: age(ageSeconds),
				LIMIT: age(maxAgeSeconds),
			})),
		),
		...report.problems.flatMap(problem => wrap(problem, width)).map(line => theme.paint.bad(line.trimStart())),
	];
};
