import {begunAt} from '../../domain/jobs/due-runs.ts';
import {onHost} from '../../domain/time/host-clock.ts';
import {olderRunLogName, resultInWords, runLogName, type Job, type Run} from '../../domain/jobs/job.ts';
import {judgedMoments, scheduleInWords, type DueState, type JudgedMoment} from '../../domain/jobs/schedule-state.ts';
import type {Tone} from '../../domain/tone.ts';
import {isUnusual, tookOf, usualTime} from '../../domain/jobs/usual-run.ts';
import {plural, shortTime, spanInWords} from '../../domain/words.ts';
import type {ListCell, ListColumn, Section} from '../../store/session.ts';
import {progressInWords, runLog, tookInWords} from './job-words.ts';
import type {DetailsSpec} from '../spec.ts';

/** More than that nobody scrolls through. */
const most = 200;

const columns: readonly ListColumn[] = [
	{title: 'STARTED', min: 11, yields: 0},
	{title: 'TOOK', min: 6, yields: 0, align: 'right'},
	{title: '', min: 8, yields: 2},
	{title: 'RESULT', min: 10, yields: 0},
	{title: 'SCHEDULE', min: 8, yields: 1},
];

/** One line of the list: a run, or a due moment at which none began. */
type Entry = {
	readonly key: string;
	readonly at: number;
	readonly run: Run | undefined;
	readonly moment: JudgedMoment<Run> | undefined;
};

const keyOf = (run: Run): string => `${run.containerId} ${begunAt(run) ?? 0}`;

const momentsOf = ({schedule, clock, runs, watched}: Job, now: Date): ReadonlyArray<JudgedMoment<Run>> =>
	schedule === undefined || clock === undefined
		? []
		: judgedMoments({schedule, zone: clock.zone}, {runs, watched}, onHost(now, clock));

/** The runs and the due moments that had none, the newest first. What is not known is no line of its own. */
const entriesOf = (job: Job, now: Date): readonly Entry[] => {
	const moments = momentsOf(job, now);
	const due = new Map(moments.flatMap(moment => moment.runs.map(run => [run, moment] as const)));
	const ran = job.runs.map((run): Entry => ({
		key: keyOf(run),
		at: begunAt(run) ?? 0,
		run,
		moment: due.get(run),
	}));
	const silent = moments
		.filter(({state, runs}) => runs.length === 0 && (state === 'missed' || state === 'late'))
		.map((moment): Entry => ({
			key: `due ${moment.due.getTime()}`,
			at: moment.due.getTime(),
			run: undefined,
			moment,
		}));
	return [...ran, ...silent].toSorted((one, other) => other.at - one.at).slice(0, most);
};

const tones: Readonly<Record<DueState, Tone>> = {
	'on time': 'plain',
	late: 'warn',
	missed: 'bad',
	'ran and failed': 'plain',
	'ran twice': 'warn',
	awaited: 'muted',
	'not known': 'muted',
};

const lateInWords = ({late}: JudgedMoment<Run>): string => `${spanInWords(late)} late`;

/** What the schedule says of a run; `oldest` is since when that is looked at. */
const scheduledAs = ({at, moment}: Entry, oldest: number): ListCell => {
	if (moment === undefined) return {text: at < oldest ? '' : 'by hand', tone: 'muted'};
	switch (moment.state) {
		case 'late':
			return {text: lateInWords(moment), tone: 'warn'};
		case 'ran and failed':
			return {text: 'on schedule'};
		case 'on time':
		case 'missed':
		case 'ran twice':
		case 'awaited':
		case 'not known':
			return {text: moment.state, tone: tones[moment.state]};
	}
};

const resultTone = (run: Run): Tone => {
	if (run.state !== 'finished') return 'accent';
	if (run.exitCode === undefined) return 'muted';
	return resultInWords(run) === 'ok' ? 'plain' : 'bad';
};

type Measure = {
	readonly usual: number | undefined;
	readonly longest: number;
	readonly oldest: number;
	readonly now: Date;
};

/** What it took, with what is unusual about that. */
const cellsOf = (entry: Entry, clock: Job['clock'], {usual, longest, oldest, now}: Measure): readonly ListCell[] => {
	const {run, at, moment} = entry;
	const started = shortTime(new Date(at), now);
	if (run === undefined) {
		const isMissed = moment?.state === 'missed';
		return [
			{text: started},
			{text: '-'},
			{text: ''},
			{text: isMissed ? 'missed' : 'not begun', tone: isMissed ? 'bad' : 'warn'},
			{text: isMissed || moment === undefined ? '' : lateInWords(moment), tone: 'warn'},
		];
	}
	const onHosts = onHost(now, clock);
	const spent = run.state === 'running' ? onHosts.getTime() - at : tookOf(run);
	const isGood = resultInWords(run) === 'ok';
	const isOdd = isGood && spent !== undefined && usual !== undefined && isUnusual(spent, usual);
	const tone: Tone = isOdd ? 'warn' : resultTone(run);
	return [
		{text: started},
		{text: tookInWords(run, onHosts), tone: isOdd ? 'warn' : 'plain'},
		spent === undefined ? {text: ''} : {text: '', bar: spent / Math.max(1, longest), tone},
		{text: `${resultInWords(run)}${isOdd ? ', unusual' : ''}`, tone},
		scheduledAs(entry, oldest),
	];
};

/** What there is to say of all of them: how it stands, what is usual, what nobody knows. */
const aboutThem = (job: Job, moments: ReadonlyArray<JudgedMoment<Run>>, now: Date): readonly string[] => {
	const {schedule, standing, clock, runs} = job;
	const usual = usualTime(runs);
	const unknown = moments.filter(({state}) => state === 'not known').length;
	const zone = clock?.zone.kind === 'iana' ? ` by the clocks of ${clock.zone.zone}` : '';
	return [
		schedule === undefined ? 'no schedule is known' : `scheduled: ${schedule}${zone}`,
		standing && scheduleInWords(standing, clock, now),
		progressInWords(job, now) ?? (usual === undefined ? undefined : `usually takes ${spanInWords(usual)}`),
		unknown === 0
			? undefined
			: `of ${plural(unknown, 'due moment')} nothing is known: nobody watched, or schedulers differ in whether there was one`,
	].filter(line => line !== undefined);
};

const sections = (job: Job, now: Date, chosen?: string): readonly Section[] => {
	const moments = momentsOf(job, now);
	const entries = entriesOf(job, now);
	const longest = Math.max(...entries.flatMap(({run}) => (run === undefined ? [] : (tookOf(run) ?? []))), 0);
	const oldest = moments.at(-1)?.due.getTime() ?? Infinity;
	const measure = {usual: usualTime(job.runs), longest, oldest, now};
	return [
		{kind: 'text', heading: job.name, lines: aboutThem(job, moments, now)},
		{
			kind: 'list',
			heading: 'Runs, newest first',
			columns,
			rows: entries.map(entry => ({key: entry.key, cells: cellsOf(entry, job.clock, measure)})),
			chosen,
		},
	];
};

const chosenRun = (job: Job | undefined, chosen: string | undefined): Run | undefined =>
	job?.runs.find(run => keyOf(run) === chosen);

export const runsKeys: NonNullable<DetailsSpec<Job>['bindings']> = [
	{
		keys: ['enter', 'l'],
		label: 'log of the run',
		short: 'log',
		blocked({seen, chosen}) {
			const run = chosenRun(seen, chosen);
			if (run === undefined) return 'nothing ran then';
			return run.gone ? 'its container was removed, and its output with it' : undefined;
		},
		run({seen, chosen, openLog}) {
			const run = chosenRun(seen, chosen);
			if (run !== undefined) openLog([runLog(run, olderRunLogName(runLogName(run.job), run))], 'end');
		},
	},
];

/** The runs of a job, with what was due and did not run. `now` is when they are asked for. */
export const runsOf = (job: Job, now: () => Date): DetailsSpec<Job> => ({
	title: `${job.name} · runs`,
	first: job,
	async *watch(engine, signal) {
		for await (const {rows} of engine.jobs.watch(signal)) yield* rows.filter(({key}) => key === job.key);
	},
	sections,
	rows: seen => entriesOf(seen, now()).map(({key}) => key),
	ticks: ({runs}) => runs.some(({state}) => state === 'running'),
	bindings: runsKeys,
});
