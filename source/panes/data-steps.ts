import {clockNotes} from '../domain/clocks.ts';
import type {Step, WatchedCheck} from '../domain/freshness.ts';
import {warningInWords} from '../domain/outlook-words.ts';
import {minuteOf, spanInWords} from '../domain/words.ts';
import type {Section} from '../store/session.ts';
import {cancelCheck, recheck} from './data-deeds.ts';
import {rowsKeys} from './data-rows.ts';
import {ageNow, elapsed, progressInWords, usualInWords, verdictInWords} from './data-words.ts';
import type {DetailsContext, DetailsSpec} from './spec.ts';

/** `12 ms`, `3s` */
const timeInWords = ({status, ms}: Step, {runningSince}: WatchedCheck, now: Date): string => {
	if (ms === undefined) return '';
	const spent = status === 'running' ? elapsed({ms}, runningSince, now) : ms;
	return spent < 1000 ? `${Math.round(spent)} ms` : spanInWords(spent);
};

/** The steps after one that failed are as good as one: on a small screen they would push away why it failed. */
const folded = (
	steps: readonly Step[],
	isRunning: boolean,
): ReadonlyArray<{readonly name: string; readonly step: Step}> => {
	const reached = steps.filter(({status}) => status !== 'not reached');
	const left = steps.slice(reached.length);
	const [first] = left;
	const last = left.at(-1);
	if (isRunning || first === undefined || last === undefined || first === last || reached.length === 0)
		return steps.map(step => ({name: step.step, step}));
	return [...reached.map(step => ({name: step.step, step})), {name: `${first.step} to ${last.step}`, step: first}];
};

const stepsTable = (check: WatchedCheck, now: Date): Section => ({
	kind: 'table',
	heading: `${check.name} · ${progressInWords(check, now) ?? verdictInWords(check)}`,
	rows: folded(check.running ?? check.steps, check.running !== undefined).map(({name, step}) => ({
		STEP: name,
		RESULT: step.status,
		TOOK: timeInWords(step, check, now),
		EVIDENCE: step.evidence,
	})),
	// Where it did not go on is worth more than one line.
	wraps: ({RESULT}) => RESULT === 'failed',
});

/** What was found last, while it is checked anew. */
const lastOutcome = (check: WatchedCheck, now: Date): readonly Section[] => {
	if (check.running === undefined || check.checkedAt === undefined) return [];
	const age = ageNow(check, now);
	const ago = spanInWords(now.getTime() - check.checkedAt.getTime());
	const old = age === undefined ? '' : `, ${spanInWords(age)} old`;
	return [{kind: 'text', heading: 'Last outcome', lines: [`${verdictInWords(check)}${old}, checked ${ago} ago`]}];
};

const whatIsWrong = ({problem, owner}: WatchedCheck): readonly Section[] =>
	problem === undefined
		? []
		: [
				{
					kind: 'text',
					heading: problem.what,
					lines: [`Why: ${problem.why}`, ...(owner === undefined ? [] : [`Who: ${owner}`]), `Next: ${problem.next}`],
				},
			];

/** A heading with what there is to say under it; nothing where there is nothing. */
const said = (heading: string, lines: readonly string[]): readonly Section[] =>
	lines.length === 0 ? [] : [{kind: 'text', heading, lines}];

const ahead = (
	{verdict, outlook: {turnsAt, usual, nextLoadAt, warnings}}: WatchedCheck,
	now: Date,
): readonly string[] => [
	...warnings.map(warning => warningInWords(warning, now)),
	...(turnsAt === undefined || verdict !== 'fresh'
		? []
		: [`turns stale at ${minuteOf(turnsAt, now)} if no newer rows come`]),
	...(usual === undefined ? [] : [usualInWords(usual)]),
	...(nextLoadAt === undefined
		? []
		: [`the next ${nextLoadAt > now ? 'is' : 'was'} expected at ${minuteOf(nextLoadAt, now)}`]),
];

const history = ({ages, maxAge}: WatchedCheck, now: Date): readonly Section[] =>
	ages.some(({age}) => age !== undefined) ? [{kind: 'ages', heading: 'Age of the data', ages, limit: maxAge, now}] : [];

/** The check step by step, what to do about the one that failed, the clocks, and what lies behind and ahead. */
const sections = (check: WatchedCheck, now: Date): readonly Section[] => [
	stepsTable(check, now),
	...lastOutcome(check, now),
	...said(
		'Cancelled',
		check.cancelled === undefined ? [] : [`${minuteOf(check.cancelled.at, now)}: ${check.cancelled.how}`],
	),
	...whatIsWrong(check),
	...said('Clocks', clockNotes(check.clocks)),
	...said('Ahead', ahead(check, now)),
	...history(check, now),
];

const isRunning = (check: WatchedCheck | undefined): boolean => check?.running !== undefined;

/** While a check is made Esc ends that, and only then leaves. */
export const stepKeys: NonNullable<DetailsSpec<WatchedCheck>['bindings']> = [
	{
		keys: ['r'],
		label: 'check again',
		blocked: ({seen, engine}) =>
			isRunning(seen) ? 'it is being checked' : engine === undefined ? 'there is no connection' : undefined,
		run: context => recheck(context.seen, context),
	},
	...rowsKeys<DetailsContext<WatchedCheck>>(({seen}) => seen),
	{
		keys: ['esc'],
		label: 'cancel the check',
		short: 'cancel',
		when: ({seen}) => isRunning(seen),
		run: context => cancelCheck(context.seen, context),
	},
];

/** The steps of one check, live while it is made. */
export const stepsOf = (check: WatchedCheck): DetailsSpec<WatchedCheck> => ({
	title: `${check.name} · steps`,
	first: check,
	async *watch(engine, signal) {
		for await (const {rows} of engine.data.watch(signal)) yield* rows.filter(({key}) => key === check.key);
	},
	sections,
	ticks: isRunning,
	bindings: stepKeys,
});
