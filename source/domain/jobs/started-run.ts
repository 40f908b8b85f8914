import type {LogSource} from '../log.ts';
import {fullTime} from '../words.ts';

/** A run of a job that a console started on the host, where it goes on by itself: building first, then running. Times are the host's. */
export type StartedRun = {
	/** Its own among all runs; the container that it makes bears it. */
	readonly id: string;
	readonly project: string;
	readonly job: string;
	/** The command, as an operator would type it. */
	readonly command: string;
	/** Where all that is kept of it lies on the host, and the file there with all that its build and its run wrote. */
	readonly directory: string;
	readonly output: string;
	readonly startedAt: Date;
	/** `lost` when its process is gone and nothing says how it ended. */
	readonly state: 'going on' | 'ended' | 'lost';
	/** How the command ended; undefined unless it has. */
	readonly exitCode: number | undefined;
	readonly endedAt: Date | undefined;
	/** Whether somebody has stopped it from a console. */
	readonly wasStopped: boolean;
};

/** What its build and its run wrote, as a log. */
export const outputOf = ({job, output, startedAt}: StartedRun): LogSource => ({
	kind: 'file',
	key: `file:${output}`,
	name: `${job}: build and run of ${fullTime(startedAt)}`,
	path: output,
});

type Made = ReadonlyArray<{
	readonly startedAs: string | undefined;
	readonly startedAt: Date | undefined;
	readonly state: string;
}>;

/** With this code compose ends when a build has failed: https://github.com/docker/compose/blob/v2.26.1/cmd/compose/compose.go */
export const buildFailed = 17;

/** The run of a job that was started last, where it has come to no container: it is being built, or did not get as far as that. */
export const withoutContainer = ([last]: readonly StartedRun[], runs: Made): StartedRun | undefined => {
	if (last === undefined || last.exitCode === 0 || runs.some(({startedAs}) => startedAs === last.id)) return undefined;
	const newest = runs[0]?.startedAt;
	return last.state === 'going on' || newest === undefined || newest < last.startedAt ? last : undefined;
};

/** The run of which the host keeps more than Docker has: one that has no container, or goes on still. */
export const keptOutput = ({
	started,
	runs,
}: {
	readonly started: readonly StartedRun[];
	readonly runs: Made;
}): StartedRun | undefined => {
	const [last] = runs;
	const pending = withoutContainer(started, runs);
	return pending ?? (last?.state === 'running' ? started.find(({id}) => id === last.startedAs) : undefined);
};

/** `building`, `lost`, `stopped`, `build failed (17)`: what is to be said of a run that has no container. */
export const buildInWords = ({state, exitCode, wasStopped}: StartedRun): string => {
	if (state === 'going on') return 'building';
	if (wasStopped) return 'stopped';
	if (state === 'lost') return 'lost';
	return `${exitCode === buildFailed ? 'build failed' : 'not started'} (${exitCode ?? '?'})`;
};
