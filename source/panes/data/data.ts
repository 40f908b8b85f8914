import {agesOverTime} from '../../domain/data/ages-over-time.ts';
import {statusOfCheck, type WatchedCheck} from '../../domain/data/freshness.ts';
import {toneOf, type Tone} from '../../domain/tone.ts';
import {clockTime, shortTime, spanInWords} from '../../domain/words.ts';
import {noConnection} from './call.ts';
import {cancelCheck, recheck} from './deeds.ts';
import {rowKeys, rowsKeys} from './rows.ts';
import {stepKeys, stepsOf} from './steps.ts';
import {ageNow, noteInWords, verdictInWords} from './words.ts';
import type {PaneContext, PaneSpec} from '../spec.ts';

type Context = PaneContext<WatchedCheck>;

const noRow = ({row}: Context): string | undefined => (row === undefined ? 'no check is selected' : undefined);

const tone = (check: WatchedCheck): Tone => toneOf(statusOfCheck(check));

/** Cells of the trend, and the time they stand for at most. */
const trendCells = 12;
const day = 86_400_000;

const shortly = (check: WatchedCheck): string => {
	const {verdict, outlook} = check;
	if (verdict !== 'fresh') return verdict;
	const [warning] = outlook.warnings;
	if (warning === undefined) return 'fresh';
	if (warning.kind === 'late load') return 'load is late';
	return outlook.turnsAt === undefined ? 'turns stale' : `stale at ${clockTime(outlook.turnsAt).slice(0, -3)}`;
};

/** Freshness checks: is the data in SQL Server new enough, and if that cannot be told, at which step it failed. */
export const data: PaneSpec<WatchedCheck> = {
	id: 'data',
	name: 'Data',
	empty: 'No freshness check is configured. Describe the stored procedure under data: in the config.',
	columns: [
		{title: 'CHECK', min: 8, yields: 0, text: ({name}) => name, tone},
		{title: 'VERDICT', min: 10, whole: true, yields: 0, text: verdictInWords, tone},
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
		{title: 'LIMIT', min: 5, yields: 3, align: 'right', text: ({maxAge}) => spanInWords(maxAge)},
		{
			title: 'TREND',
			min: trendCells,
			yields: 4,
			text: () => '',
			bars: {
				cells: trendCells,
				of: ({ages, maxAge}, now) => ({
					values: agesOverTime(ages, now, {cells: trendCells, longest: day}).ages,
					limit: maxAge,
				}),
			},
		},
		{
			title: 'NOTE',
			min: 26,
			yields: 2,
			text: noteInWords,
			tone: row => (row.running === undefined ? (row.verdict === 'fresh' ? tone(row) : 'plain') : 'accent'),
		},
		{
			title: 'NEWEST',
			min: 11,
			yields: 5,
			text: ({newest}, now) => (newest === undefined ? '-' : shortTime(newest, now)),
		},
		{
			title: 'CHECKED',
			min: 8,
			yields: 6,
			text: ({checkedAt}, now) =>
				checkedAt === undefined ? '-' : `${spanInWords(now.getTime() - checkedAt.getTime())} ago`,
		},
	],
	status: statusOfCheck,
	summary(rows) {
		const worst = rows.find(row => statusOfCheck(row) !== 'ok');
		if (worst === undefined) return rows.length === 0 ? 'none' : 'fresh';
		return rows.length === 1 ? shortly(worst) : `${worst.name} ${shortly(worst)}`;
	},
	bindings: [
		{
			keys: ['enter', 'd'],
			label: 'steps',
			blocked: noRow,
			run({row, openDetails}) {
				if (row !== undefined) openDetails(stepsOf(row));
			},
		},
		{
			keys: ['r'],
			label: 'check again',
			blocked: context => noRow(context) ?? noConnection(context),
			run: context => recheck(context.row, context),
		},
		...rowsKeys<Context>(({row}) => row),
		{
			keys: ['esc'],
			label: 'cancel the check',
			short: 'cancel',
			when: ({row}) => row?.running !== undefined,
			run: context => cancelCheck(context.row, context),
		},
	],
	details: [
		{title: 'Data: steps', bindings: stepKeys},
		{title: 'Data: rows', bindings: rowKeys},
	],
	async *watch(engine, _visible, _host, signal) {
		yield* engine.data.watch(signal);
	},
};
