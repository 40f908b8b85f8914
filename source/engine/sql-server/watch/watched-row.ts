import type {DataConfig} from '../../../config/config.ts';
import type {AgePoint} from '../../../domain/data/age-history.ts';
import type {Freshness, Step, WatchedCheck} from '../../../domain/data/freshness.ts';
import {noOutlook} from '../../../domain/data/outlook.ts';
import {unknownClocks} from '../finding.ts';
import {startWalk} from '../walk.ts';

const notBegun: readonly Step[] = startWalk().steps();

/** A check of which nothing is known yet. */
export const notYet = (config: DataConfig): WatchedCheck => ({
	key: config.name,
	name: config.name,
	verdict: 'checking',
	cause: undefined,
	owner: undefined,
	age: undefined,
	maxAge: config.maxAge,
	newest: undefined,
	checkedAt: undefined,
	steps: notBegun,
	clocks: unknownClocks,
	problem: undefined,
	running: undefined,
	cancelled: undefined,
	ages: [],
	outlook: noOutlook,
});

/** It is being made, and has come so far at this moment. */
export const cameAlong =
	(runningSince: Date, running: readonly Step[] = notBegun) =>
	(row: WatchedCheck): WatchedCheck => ({...row, running, runningSince});

/** Another check was asked for, whatever became of those before. */
export const wasAskedFor = (row: WatchedCheck): WatchedCheck => ({...row, asked: true, cancelled: undefined});

/** The one that was asked for is being made, or is not wanted any longer. */
export const wasBegun = (row: WatchedCheck): WatchedCheck =>
	row.asked === true ? {...row, asked: undefined, cancelled: undefined} : row;

/** Nobody makes it any longer. */
export const wasLeft = (row: WatchedCheck): WatchedCheck => ({...row, running: undefined});

/** It came to an outcome, which is all that is known now. */
export const cameTo =
	(outcome: Freshness) =>
	(row: WatchedCheck): WatchedCheck => ({...row, ...outcome, running: undefined, cancelled: undefined});

/** `cancelled at procedure after 4s, confirmed by SQL Server` */
const howIn = ({steps, problem}: Freshness): string => {
	const step = steps.find(({status}) => status === 'failed');
	return step === undefined
		? (problem?.why ?? 'cancelled')
		: `cancelled at ${step.step}${step.evidence.replace(/^cancelled/, '')}`;
};

/** With the host's clock where it was read after the check. */
export const withHost = (outcome: Freshness, ahead: number | undefined): Freshness => ({
	...outcome,
	clocks: {...outcome.clocks, host: outcome.clocks.host ?? ahead},
});

/** It was cancelled: what was known before is known still, and where nothing was, that is the outcome. */
export const wasCancelled =
	(outcome: Freshness, at: Date) =>
	(row: WatchedCheck): WatchedCheck => ({
		...(row.verdict === 'checking' ? cameTo(outcome)(row) : wasLeft(row)),
		cancelled: {at, how: howIn(outcome)},
	});

/** What a look at the age is worth keeping of; undefined where nothing was looked at. */
export const pointOf = ({verdict, age, newest, checkedAt}: Freshness): AgePoint | undefined =>
	checkedAt === undefined || verdict === 'checking' || verdict === 'not configured'
		? undefined
		: {at: checkedAt, verdict, age, newest};
