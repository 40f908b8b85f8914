import type {HostConfig} from '../../config/config.ts';
import type {Outcome} from '../../domain/action.ts';
import {problemIn, ProblemError} from '../../domain/problem.ts';
import type {Service} from '../../domain/service.ts';
import type {Container, Details} from '../../parse/docker/container.ts';
import {combine} from '../../streams/combine.ts';
import {readContainerErrors} from '../docker/container-errors.ts';
import type {Containers} from '../docker/containers.ts';
import type {Docker} from '../docker/docker.ts';
import {refusalIn} from '../docker/explain.ts';
import {fateOf, type Fate} from './fate.ts';
import {progressOf, resultOf, type Account, type ErrorCount} from './fate-in-words.ts';
import {firstOf} from '../../streams/first.ts';
import {inParallel} from '../../streams/in-parallel.ts';
import {ticks} from '../../streams/ticks.ts';
import {stagesOf, type Target} from './targets.ts';

type Options = {
	readonly docker: Docker;
	readonly containers: Containers;
	readonly host: Pick<HostConfig, 'errors' | 'directory'>;
	/** Milliseconds after which what still runs without a health check counts as up. */
	readonly stayUp?: number;
	/** Milliseconds it is watched for at most. */
	readonly atMost?: number;
};

/** What happened to one container, as it is found out. Times are of this machine, in milliseconds. */
type Course = {
	readonly id: string;
	readonly wasDown: boolean;
	/** When Docker was asked, and when it said that it runs again. */
	askedAt: number;
	restartedAt: number | undefined;
	/** What was known of it before; undefined when that was nothing. */
	readonly before: Details | undefined;
	/** When the restart started it, by the clock of the Docker host. */
	restart: Date | undefined;
	/** Settled when it is not `waiting`. */
	fate: Fate;
	settledAt: number | undefined;
	latest: Container;
	errors: ErrorCount | undefined;
};

/**
 * Restarts every container of the services, and of those that compose restarts with them, then watches what becomes of them until each is
 * healthy, has stayed up, has ended, or two minutes have passed. The last outcome says what was seen; when it was not seen to the end it
 * says that the outcome is unknown. Throws a `ProblemError` where there is nothing to restart.
 */
export async function* restart(
	services: readonly Service[],
	options: Options,
	signal: AbortSignal,
): AsyncGenerator<Outcome> {
	const stages = stagesOf(services, await firstOf(options.containers, signal), options.host);
	const targets = stages.flat();
	const names = targets.map(({name}) => name).join(', ');
	const courses = new Map(targets.map(target => [target, target.containers.map(courseOf)]));
	const begun = performance.now();
	try {
		for (const stage of stages) {
			yield {text: `restarting ${stage.map(({name}) => name).join(', ')}`, tone: 'progress'};
			await act(
				stage.flatMap(target => courses.get(target) ?? []),
				options.docker,
				signal,
			);
		}

		yield* follow(courses, begun, options, signal);
		signal.throwIfAborted();
		yield await conclusion(courses, options, signal);
	} catch (error) {
		const {why} = signal.aborted && !(signal.reason instanceof ProblemError) ? stopped : problemIn(error);
		yield {text: `${names}: outcome unknown: ${why}`, tone: 'bad'};
	}
}

const stopped = {why: 'it was no longer watched'};

const courseOf = (container: Container): Course => ({
	id: container.id,
	wasDown: container.state !== 'running' && container.state !== 'paused',
	askedAt: performance.now(),
	restartedAt: undefined,
	before: container.details,
	restart: undefined,
	fate: {kind: 'waiting', until: 'restarted'},
	settledAt: undefined,
	latest: container,
	errors: undefined,
});

/** What Docker refuses is the fate of that container alone; when no answer comes, nothing is known of any. */
const act = (courses: readonly Course[], docker: Docker, signal: AbortSignal): Promise<void> =>
	inParallel(courses, 8, async course => {
		course.askedAt = performance.now();
		try {
			await docker.restart(course.id, course.latest.details?.grace ?? 10, signal);
		} catch (error) {
			const why = refusalIn(error);
			if (why === undefined) throw error;
			course.fate = {kind: 'not started', why};
			course.settledAt = performance.now();
			return;
		}

		course.restartedAt = performance.now();
		course.restart = await startOf(course.id, docker, signal);
	});

/** When Docker last started it; undefined when it will not say, in which case the list of containers tells later. */
const startOf = async (id: string, docker: Docker, signal: AbortSignal): Promise<Date | undefined> => {
	try {
		return (await docker.inspect(id, signal)).startedAt;
	} catch (error) {
		if (refusalIn(error) === undefined) throw error;
		return undefined;
	}
};

/** The start that was not there before the restart, as the list of containers tells it. */
const startSeen = ({restartedAt, before}: Course, {details}: Container): Date | undefined =>
	restartedAt === undefined || before === undefined || details?.startedAt?.getTime() === before.startedAt?.getTime()
		? undefined
		: details?.startedAt;

/** Follows the containers until the fate of each is settled, and says what is waited for. */
async function* follow(
	courses: ReadonlyMap<Target, readonly Course[]>,
	begun: number,
	{containers, stayUp = 10_000, atMost = 120_000}: Options,
	signal: AbortSignal,
): AsyncGenerator<Outcome> {
	const all = [...courses.values()].flat();
	const said = new Map<string, string>();
	for await (const {list} of combine({list: containers, tick: ticks(1000)}, signal)) {
		const now = performance.now();
		for (const course of all) look(course, list, now, stayUp);
		const isOver = all.every(({settledAt}) => settledAt !== undefined) || now - begun >= atMost;
		if (isOver) return;
		for (const [{name}, group] of courses) {
			const outcome = progressOf(name, accountsOf(group));
			if (outcome === undefined || said.get(name) === outcome.text) continue;
			said.set(name, outcome.text);
			yield outcome;
		}
	}
}

const look = (course: Course, list: readonly Container[], now: number, stayUp: number): void => {
	if (course.settledAt !== undefined) return;
	const container = list.find(({id}) => id === course.id);
	course.latest = container ?? course.latest;
	course.restart ??= startSeen(course, course.latest);
	course.fate = fateOf(course.restart, container, now - (course.restartedAt ?? now) >= stayUp);
	if (course.fate.kind !== 'waiting') course.settledAt = now;
};

const accountsOf = (courses: readonly Course[]): readonly Account[] =>
	courses.map(({wasDown, askedAt, restartedAt, fate, settledAt, errors}) => ({
		wasDown,
		restartedAfter: restartedAt === undefined ? undefined : restartedAt - askedAt,
		fate,
		after: (settledAt ?? performance.now()) - askedAt,
		errors,
	}));

const conclusion = async (
	courses: ReadonlyMap<Target, readonly Course[]>,
	{docker, host}: Options,
	signal: AbortSignal,
): Promise<Outcome> => {
	await inParallel([...courses.values()].flat(), 4, async course => {
		course.errors = await countErrors(docker, course.latest, host.errors, signal);
	});
	const outcomes = [...courses].map(([{name}, group]) => resultOf(name, accountsOf(group)));
	return {
		text: outcomes.map(({text}) => text).join('; '),
		tone: outcomes.every(({tone}) => tone === 'good') ? 'good' : 'bad',
	};
};

/** The errors a container has written since it last started; undefined when Docker does not tell. */
const countErrors = async (
	docker: Docker,
	{id, details}: Container,
	errors: RegExp,
	signal: AbortSignal,
): Promise<ErrorCount | undefined> => {
	if (details?.startedAt === undefined) return undefined;
	const {startedAt: since, terminal} = details;
	let count = 0;
	const add = (): void => {
		count += 1;
	};
	try {
		const isComplete = await readContainerErrors(docker, id, {since, terminal}, errors, add, signal);
		return {count, isComplete};
	} catch {
		return undefined;
	}
};
