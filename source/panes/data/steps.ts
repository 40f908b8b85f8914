import {clockNotes} from '../../domain/time/clocks.ts';
import type {Step, WatchedCheck} from '../../domain/data/freshness.ts';
import {lastKnown} from '../../domain/data/last-known.ts';
import {minuteOf, shortTime, spanInWords, zoneOfThisMachine} from '../../domain/words.ts';
import type {Mark, Section} from '../../store/session.ts';
import {aheadInWords} from './ahead.ts';
import {cancelCheck, recheck} from './deeds.ts';
import {rowsKeys} from './rows.ts';
import {ageNow, elapsed, progressInWords, verdictInWords} from './words.ts';
import type {DetailsContext, DetailsSpec} from '../spec.ts';

/** `12 ms`, `3s` */
const timeInWords = ({status, ms}: Step, {runningSince}: WatchedCheck, now: Date): string => {
	if (ms === undefined) return '';
	const spent = status === 'running' ? elapsed({ms}, runningSince, now) : ms;
	if (spent < 1000) return `${Math.round(spent)} ms`;
	// Of a step that is over the nearest second, so that one that used up the time of a check does not seem to have taken less.
	return spanInWords(status === 'running' ? spent : Math.round(spent / 1000) * 1000);
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

/** What came of a step. Where it ended without an answer nobody knows, which is no fault found. */
const resultInWords = ({status}: Step, {running, verdict, cause}: WatchedCheck): string => {
	switch (status) {
		case 'ok':
		case 'running':
			return status;
		case 'failed':
			return running === undefined && (verdict === 'uncertain' || cause === 'cancelled') ? 'unknown' : status;
		case 'not reached':
			return running === undefined ? status : 'to come';
	}
};

const marks = new Map<string | undefined, Mark>([
	['ok', 'ok'],
	['failed', 'critical'],
	['unknown', 'unknown'],
	['running', 'under way'],
]);

const stepsTable = (check: WatchedCheck, now: Date): Section => ({
	kind: 'table',
	heading: [check.name, progressInWords(check, now) ?? [verdictInWords(check), checkedInWords(check, now)]]
		.flat(2)
		.join(' · '),
	rows: folded(check.running ?? check.steps, check.running !== undefined).map(({name, step}) => ({
		STEP: name,
		RESULT: resultInWords(step, check),
		TOOK: timeInWords(step, check, now),
		EVIDENCE: step.evidence,
	})),
	wraps: () => 'if it fits',
	marks: {column: 'RESULT', of: ({RESULT}) => marks.get(RESULT)},
});

/** `checked 09:44:12, 5m ago` */
const checkedInWords = ({checkedAt}: WatchedCheck, now: Date): readonly string[] =>
	checkedAt === undefined
		? []
		: [`checked ${shortTime(checkedAt, now)}, ${spanInWords(now.getTime() - checkedAt.getTime())} ago`];

const whatIsWrong = (check: WatchedCheck, now: Date): {readonly what: string; readonly lines: readonly string[]} => {
	const {problem, owner} = check;
	const known = lastKnown(check, now);
	return {
		what: problem?.what ?? '',
		lines: [
			...(problem === undefined ? [] : [`Why: ${problem.why}`]),
			...(owner === undefined ? [] : [`Who: ${owner}`]),
			...(problem === undefined ? [] : [`Next: ${problem.next}`]),
			...(known === undefined ? [] : [`Last seen: ${[known.seen, ...[known.since ?? []].flat()].join(', ')}`]),
		],
	};
};

/** What the check came to. While it is made anew that was so, and nothing below the steps may look as if it came of them. */
const outcome = (check: WatchedCheck, now: Date): readonly Section[] => {
	const {what, lines} = whatIsWrong(check, now);
	const {running, checkedAt} = check;
	if (running === undefined) return lines.length === 0 ? [] : [{kind: 'text', heading: what, lines, needed: true}];
	if (checkedAt === undefined) return [];
	const age = ageNow(check, now);
	const old = age === undefined ? '' : `, ${spanInWords(age)} old`;
	return [
		{
			kind: 'text',
			heading: `Last outcome, ${shortTime(checkedAt, now)}`,
			lines: [`${verdictInWords(check)}${old}${what === '' ? '' : `: ${what}`}`, ...lines],
			past: true,
		},
	];
};

/** A heading with what there is to say under it; nothing where there is nothing. */
const said = (heading: string, lines: readonly string[]): readonly Section[] =>
	lines.length === 0 ? [] : [{kind: 'text', heading, lines}];

/** Evidence has times of other zones. */
const zoneInWords = (): string => `times of this machine (${zoneOfThisMachine()})`;

const history = ({ages, maxAge}: WatchedCheck, now: Date): readonly Section[] =>
	ages.some(({age}) => age !== undefined)
		? [{kind: 'ages', heading: `Age of the data, ${zoneInWords()}`, ages, limit: maxAge, now}]
		: [];

/** The check step by step, what to do about the one that failed, the clocks, and what lies behind and ahead. */
const sections = (check: WatchedCheck, now: Date): readonly Section[] => [
	stepsTable(check, now),
	...outcome(check, now),
	...said(
		'Cancelled',
		check.cancelled === undefined ? [] : [`${minuteOf(check.cancelled.at, now)}: ${check.cancelled.how}`],
	),
	...said('Clocks', clockNotes(check.clocks)),
	...said(`Ahead, ${zoneInWords()}`, aheadInWords(check, now)),
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
	ticks: ({checkedAt, running}) => checkedAt !== undefined || running !== undefined,
	bindings: stepKeys,
});
