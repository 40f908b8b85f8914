import type {Freshness} from '../domain/freshness.ts';
import {problemIn, type Problem} from '../domain/problem.ts';
import type {Connection} from '../engine/connection.ts';
import type {Engine} from '../engine/engine.ts';
import type {Findings} from './check-report.ts';
import {firstOf} from '../streams/first.ts';
import {nothingVisible} from './nothing-visible.ts';

const orProblem = async <Value>(part: Promise<Value>): Promise<Value | Problem> => {
	try {
		return await part;
	} catch (error) {
		return problemIn(error);
	}
};

const isDone = (checks: readonly Freshness[]): boolean => checks.every(({verdict}) => verdict !== 'checking');

/**
 * Looks at everything once, side by side. No part's failure hides another: each that could not be looked at is a problem in
 * the findings.
 */
export const check = async (
	name: string,
	connection: Connection,
	engine: Engine,
	now: () => Date,
	signal: AbortSignal,
): Promise<Findings> => {
	const over = AbortSignal.any([signal, connection.lost]);
	const [latency, services, jobs, logs, data] = await Promise.all([
		orProblem(connection.ping(over)),
		orProblem(firstOf(lasting => engine.services.watch(nothingVisible, lasting), over)),
		orProblem(firstOf(lasting => engine.jobs.watch(lasting), over)),
		orProblem(engine.logs.searchErrors(over)),
		orProblem(firstOf(lasting => engine.data.watch(lasting), over, isDone)),
	]);
	return {host: name, asOf: now(), latency, services, jobs, logs, data};
};

/** The findings when there was no way to the host: nothing is known. */
export const unreachable = (name: string, problem: Problem, now: () => Date): Findings => ({
	host: name,
	asOf: now(),
	latency: problem,
	services: problem,
	jobs: problem,
	logs: problem,
	data: problem,
});
