import {statusOfFreshness, type Freshness} from '../domain/freshness.ts';
import {toneOf} from '../domain/tone.ts';
import {shortTime, spanInWords} from '../domain/words.ts';
import type {Section} from '../store/session.ts';
import type {PaneContext, PaneSpec} from './spec.ts';

const noRow = ({row}: PaneContext<Freshness>): string | undefined =>
	row === undefined ? 'no check is selected' : undefined;

const inWords = ({verdict, cause}: Freshness): string =>
	cause === undefined || cause === verdict ? verdict : `${verdict} (${cause})`;

/** Milliseconds; it goes on growing after the check. */
const ageNow = ({age, checkedAt}: Freshness, now: Date): number | undefined =>
	age === undefined || checkedAt === undefined ? age : age + Math.max(0, now.getTime() - checkedAt.getTime());

/** The check step by step, and what to do about the one that failed. */
const steps = (check: Freshness): readonly Section[] => [
	{
		kind: 'table',
		heading: `${check.name}: ${inWords(check)}`,
		rows: check.steps.map(({step, status, ms, evidence}) => ({
			STEP: step,
			RESULT: status,
			MS: ms === undefined ? '' : String(Math.round(ms)),
			EVIDENCE: evidence,
		})),
	},
	...(check.problem === undefined
		? []
		: [
				{
					kind: 'text' as const,
					heading: check.problem.what,
					lines: [`Why: ${check.problem.why}`, `Next: ${check.problem.next}`],
				},
			]),
];

/** Freshness checks: is the data in SQL Server new enough, and if that cannot be told, at which step it failed. */
export const data: PaneSpec<Freshness> = {
	id: 'data',
	name: 'Data',
	empty: 'No freshness check is configured. Describe the stored procedure under data: in the config.',
	columns: [
		{title: 'CHECK', min: 8, yields: 0, text: ({name}) => name, tone: row => toneOf(statusOfFreshness(row))},
		{title: 'VERDICT', min: 10, yields: 0, text: inWords, tone: row => toneOf(statusOfFreshness(row))},
		{
			title: 'AGE',
			min: 6,
			yields: 1,
			align: 'right',
			text(row, now) {
				const age = ageNow(row, now);
				return age === undefined ? '-' : spanInWords(age);
			},
		},
		{title: 'LIMIT', min: 5, yields: 2, align: 'right', text: ({maxAge}) => spanInWords(maxAge)},
		{
			title: 'NEWEST',
			min: 11,
			yields: 3,
			text: ({newest}, now) => (newest === undefined ? '-' : shortTime(newest, now)),
		},
		{
			title: 'CHECKED',
			min: 8,
			yields: 4,
			text: ({checkedAt}, now) =>
				checkedAt === undefined ? '-' : `${spanInWords(now.getTime() - checkedAt.getTime())} ago`,
		},
	],
	status: statusOfFreshness,
	summary(rows) {
		if (rows.length === 0) return 'none';
		const bad = rows.find(row => statusOfFreshness(row) !== 'ok');
		if (bad === undefined) return 'fresh';
		return rows.length === 1 ? bad.verdict : `${bad.name} ${bad.verdict}`;
	},
	bindings: [
		{
			keys: ['enter', 'd'],
			label: 'steps',
			blocked: noRow,
			run({row, openDetails}) {
				if (row === undefined) return;
				openDetails({
					title: `${row.name} · steps`,
					async *watch(engine, signal) {
						for await (const {rows} of engine.data.watch(signal)) yield* rows.filter(({key}) => key === row.key);
					},
					sections: steps,
				});
			},
		},
		{
			keys: ['r'],
			label: 'check again',
			blocked: context => noRow(context) ?? (context.engine === undefined ? 'there is no connection' : undefined),
			run({row, engine, say}) {
				if (row === undefined) return;
				engine?.data.recheck(row.name);
				say({text: `Checking ${row.name}`, tone: 'progress'});
			},
		},
	],
	watch: (engine, _visible, _host, signal) => engine.data.watch(signal),
};
