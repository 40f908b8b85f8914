import {toneOf} from '../domain/tone.ts';
import {countInWords, spanInWords} from '../domain/words.ts';
import {tableLines} from '../ui/static-table.tsx';
import {wrap} from '../ui/text.ts';
import type {Theme} from '../ui/theme.ts';
import type {Report} from './check-report.ts';

const age = (seconds: number | null): string => (seconds === null ? '-' : spanInWords(seconds * 1000));

/** The report for somebody at a terminal, in lines of at most `width` cells. */
export const reportLines = (report: Report, width: number, theme: Theme): readonly string[] => {
	const say = (status: Report['status']): string => `${theme.glyph[status]} ${status}`;
	const part = (heading: string, rows: ReadonlyArray<Readonly<Record<string, string>>>): readonly string[] =>
		rows.length === 0 ? [] : [theme.bold(heading), ...tableLines(rows, width, theme)];
	return [
		`${theme.bold(report.host)} ${theme.paint[toneOf(report.status)](say(report.status))}`,
		...part(
			'Services',
			report.services.map(({service, status, state, health, reason}) => ({
				SERVICE: service,
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
				'LAST RUN': lastRun?.startedAt ?? '-',
				REASON: reason ?? '',
			})),
		),
		...part(
			'Errors',
			report.logs.map(({source, errors, searched, latest}) => ({
				SOURCE: source,
				ERRORS: countInWords(errors),
				SEARCHED: `${countInWords(searched.lines)} lines`,
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
		...report.problems.flatMap(problem => wrap(problem, width)).map(line => theme.paint.bad(line)),
	];
};
