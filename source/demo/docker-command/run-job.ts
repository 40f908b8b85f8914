import {createOwnRun} from '../scenario/own-run.ts';
import type {Furnishing} from '../scenario/furnish.ts';
import type {World} from '../docker-engine/world.ts';
import {build} from './build.ts';

/** What a command that was typed may do. */
export type Caller = {
	out(text: string): void;
	err(text: string): void;
	/** Aborts when it is to stop, or is gone. */
	readonly signal: AbortSignal;
};

export type Host = Pick<Furnishing, 'runOf'> & {
	readonly world: World;
	/** Of the project. */
	readonly directory: string;
	readonly pace: number;
	now(): Date;
};

/** As compose ends: https://github.com/docker/compose/blob/v2.26.1/cmd/compose/compose.go */
const codes = {buildFailed: 17, interrupted: 130} as const;

const form =
	/^compose(?: (?:-f|-p|--file|--project-name|--project-directory) \S+)* run(?<flags>(?: --build| (?:-l|--label) \S+=\S*)*) (?<job>[\w.-]+)$/;

/** `docker compose run --build JOB`, as far as the practice server knows it. Resolves to the exit code; undefined for any other command. */
export const runJob = (words: readonly string[], host: Host, caller: Caller): Promise<number> | undefined => {
	const {job, flags = ''} = form.exec(words.join(' '))?.groups ?? {};
	if (job === undefined) return undefined;
	const labels = Object.fromEntries(
		[...flags.matchAll(/ (?:-l|--label) (\S+?)=(\S*)/g)].map(([, name = '', value = '']) => [name, value]),
	);
	return perform(job, labels, flags.includes(' --build'), host, caller);
};

const perform = async (
	job: string,
	labels: Readonly<Record<string, string>>,
	builds: boolean,
	{world, directory, pace, now, runOf}: Host,
	{out, err, signal}: Caller,
): Promise<number> => {
	if (runOf(job, now()) === undefined) {
		err(`no such service: ${job}\n`);
		return 1;
	}
	if (builds) {
		try {
			const why = await build({directory, job, pace, say: out, signal});
			if (why !== undefined) {
				err(`failed to solve: ${why}\n`);
				return codes.buildFailed;
			}
		} catch (error) {
			if (!signal.aborted) throw error;
			err('canceled\n');
			return codes.interrupted;
		}
	}
	const due = runOf(job, now());
	if (due === undefined) return 1;
	const run = createOwnRun({...due, spec: {...due.spec, labels: {...due.spec.labels, ...labels}}}, {world, directory});
	const stop = (): void => {
		if (world.find(run.id).status === 'running') world.kill(run.id, 15);
	};
	signal.addEventListener('abort', stop, {once: true});
	try {
		const ended = run.follow(({text, from}) => (from === 'stderr' ? err : out)(`${text}\n`));
		world.start(run.id);
		await ended;
		return world.find(run.id).exitCode;
	} finally {
		signal.removeEventListener('abort', stop);
	}
};
