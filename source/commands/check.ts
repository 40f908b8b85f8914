import type {Freshness} from '../domain/data/freshness.ts';
import type {Job} from '../domain/jobs/job.ts';
import {problemIn, ProblemError, type Problem} from '../domain/problem.ts';
import type {Asker} from '../engine/connection.ts';
import type {Engine, Seen} from '../engine/engine.ts';
import {createDeadline} from '../streams/deadline.ts';
import {firstOf} from '../streams/first.ts';
import {orAborted} from '../streams/or-aborted.ts';
import type {Findings} from './check-report.ts';
import type {Errand, Reached} from './errand.ts';
import {nothingVisible} from './nothing-visible.ts';

type Options = Pick<Errand, 'reach' | 'asker' | 'now'> & {
	/** What people call the host. */
	readonly name: string;
	/** Milliseconds that everything may take, without the time a person takes to answer. */
	readonly limit?: number;
};

const tooLong = (name: string, limit: number): Problem => ({
	what: `Not everything on ${name} was checked`,
	why: `it took longer than ${limit / 1000} seconds`,
	next: 'try again; if it stays, open the console to see which part does not answer',
});

const orProblem = async <Value>(part: Promise<Value>, over: AbortSignal): Promise<Value | Problem> => {
	try {
		return await orAborted(part, over);
	} catch (error) {
		return problemIn(over.aborted ? over.reason : error);
	}
};

const isDone = ({rows}: Seen<Freshness>): boolean => rows.every(({verdict}) => verdict !== 'checking');

const isKnown = ({schedule, clock}: Job): boolean => schedule === undefined || clock !== undefined;

/** The jobs once it is known how they stand to their schedules, for which the host has to tell its zone. */
const jobsOnSchedule = async (engine: Engine, signal: AbortSignal) => {
	const isTold = await engine.clock(signal).then(
		() => true,
		() => false,
	);
	return firstOf(
		lasting => engine.jobs.watch(lasting),
		signal,
		({rows}) => !isTold || rows.every(row => isKnown(row)),
	);
};

/** Looks at everything side by side. */
const look = async ({connection, engine}: Reached, signal: AbortSignal): Promise<Omit<Findings, 'host' | 'asOf'>> => {
	const over = AbortSignal.any([signal, connection.lost]);
	const [latency, services, jobs, logs, data] = await Promise.all([
		orProblem(connection.ping(over), over),
		orProblem(
			firstOf(lasting => engine.services.watch(nothingVisible, lasting), over),
			over,
		),
		orProblem(jobsOnSchedule(engine, over), over),
		orProblem(engine.logs.searchErrors(over), over),
		orProblem(
			firstOf(lasting => engine.data.watch(lasting), over, isDone),
			over,
		),
	]);
	return {latency, services, jobs, logs, data};
};

/** What there is to say when there was no way to the host: nothing is known. */
const unreachable = (problem: Problem): Omit<Findings, 'host' | 'asOf'> => ({
	latency: problem,
	services: problem,
	jobs: problem,
	logs: problem,
	data: problem,
});

/**
 * Looks at everything on a host once. No part's failure hides another: each that could not be looked at, also because there was no time, is
 * a problem in the findings. Rejects only when the signal aborts.
 */
export const check = async (
	{name, reach, asker, now, limit = 60_000}: Options,
	signal: AbortSignal,
): Promise<Findings> => {
	const late = new AbortController();
	const deadline = createDeadline(limit, () => late.abort(new ProblemError(tooLong(name, limit))));
	const over = AbortSignal.any([signal, late.signal]);
	const waiting: Asker = {
		secret: async (...question) => deadline.pausedFor(async () => asker.secret(...question)),
		trust: async (...question) => deadline.pausedFor(async () => asker.trust(...question)),
	};
	const attempt = async () => {
		const reached = await reach(waiting, over);
		try {
			return await look(reached, over);
		} finally {
			reached.connection.close();
		}
	};
	try {
		const found = await attempt().catch((error: unknown) => unreachable(problemIn(error)));
		signal.throwIfAborted();
		return {host: name, ...found, asOf: now()};
	} finally {
		deadline.stop();
	}
};
