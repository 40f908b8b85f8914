import type {HostConfig} from '../../config/config.ts';
import {CausedError, ownerOfHostCause, type HostCause} from '../../domain/host-cause.ts';
import {hostParts} from '../../domain/host-parts.ts';
import type {WatchedCheck} from '../../domain/data/freshness.ts';
import {problemIn, ProblemError} from '../../domain/problem.ts';
import type {Engine} from '../../engine/engine.ts';
import type {Part} from '../../engine/parts/part.ts';
import {orAborted} from '../../streams/or-aborted.ts';
import type {Errand, Reached} from '../errand.ts';
import {localSteps, recordDial} from './connection-steps.ts';
import {dataNotReached, dataSteps, noData} from './data-steps.ts';
import {notReached, plainly, type Examined} from './examined.ts';

type Options = Pick<Errand, 'host' | 'reach' | 'asker'> & {
	/** What people call the host. */
	readonly label: string;
	/** Hears which step is begun. */
	progress(step: string): void;
	/** Milliseconds for what comes after the login. */
	readonly limit?: number;
};

const clock = (): number => performance.now();

/**
 * Examines the way to a host and what runs there, step by step. The way ends at its first failure, and so does each part behind it; but no
 * part's failure hides another. Rejects only when the signal aborts.
 */
export const examine = async (options: Options, signal: AbortSignal): Promise<readonly Examined[]> => {
	const {host, label, reach, asker, progress, limit = 60_000} = options;
	const dial = recordDial(label, clock);
	let reached: Reached;
	try {
		reached = await reach(asker, signal, step => progress(dial.hear(step)));
	} catch (error) {
		signal.throwIfAborted();
		return [...dial.steps(problemIn(error)), ...partsNotReached, ...dataNotReached(host.data.map(({name}) => name))];
	}
	const {connection, engine} = reached;
	const late = new AbortController();
	const timer = setTimeout(() => late.abort(tooLong(label, limit)), limit);
	try {
		const over = AbortSignal.any([signal, connection.lost, late.signal]);
		const groups = [...Map.groupBy(engine.parts, ({group}) => group).values()];
		const behind = await Promise.all([
			...groups.map(parts => lookAtParts(parts, progress, over)),
			lookAtData(engine, host, progress, over),
		]);
		signal.throwIfAborted();
		return [...(host.ssh === undefined ? localSteps : dial.steps(undefined)), ...behind.flat()];
	} finally {
		clearTimeout(timer);
		connection.close();
	}
};

const tooLong = (label: string, limit: number): CausedError =>
	new CausedError('timeout', {
		what: `Not everything on ${label} was examined`,
		why: `it took longer than ${limit / 1000} seconds`,
		next: 'try again, and look at the load of the host if it stays',
	});

const partsNotReached: readonly Examined[] = hostParts.flatMap(({group, name}) => notReached(group, [name]));

/** One after the other, up to the first that fails. */
const lookAtParts = async (
	parts: readonly Part[],
	progress: (step: string) => void,
	signal: AbortSignal,
): Promise<readonly Examined[]> => {
	const seen: Examined[] = [];
	for (const [index, part] of parts.entries()) {
		progress(part.name);
		const examined = await lookAt(part, signal);
		seen.push(examined);
		if (examined.finding === 'failed' || examined.finding === 'unknown')
			return [...seen, ...parts.slice(index + 1).flatMap(({group, name}) => notReached(group, [name]))];
	}
	return seen;
};

const lookAt = async ({group, name, look}: Part, signal: AbortSignal): Promise<Examined> => {
	const begun = clock();
	try {
		const {evidence, warning} = await orAborted(look(signal), signal);
		const plain = plainly(group, name, 'ok', evidence, clock() - begun);
		if (warning === undefined) return plain;
		const {cause, problem} = warning;
		return {...plain, finding: 'warning', cause, owner: ownerOfHostCause(cause), problem};
	} catch (error) {
		const cause = causeOf(error, signal);
		const problem = problemIn(error);
		return {
			part: group,
			step: name,
			// What there was no time for is neither good nor bad.
			finding: cause === 'timeout' ? 'unknown' : 'failed',
			ms: clock() - begun,
			evidence: problem.why,
			cause,
			owner: ownerOfHostCause(cause),
			problem,
		};
	}
};

const causeOf = (error: unknown, signal: AbortSignal): HostCause => {
	if (error instanceof CausedError) return error.reason;
	return signal.aborted && error instanceof ProblemError ? 'connection' : 'unexpected';
};

/** The first outcome of every check. */
const lookAtData = async (
	engine: Engine,
	{data}: HostConfig,
	progress: (step: string) => void,
	signal: AbortSignal,
): Promise<readonly Examined[]> => {
	if (data.length === 0) return [noData];
	progress('SQL Server');
	let checks: readonly WatchedCheck[] = [];
	try {
		for await (const {rows} of engine.data.watch(signal)) {
			checks = rows;
			if (rows.every(({verdict}) => verdict !== 'checking')) break;
		}
	} catch (error) {
		if (!signal.aborted) throw error;
	}
	return checks.flatMap(check => dataSteps(check));
};
