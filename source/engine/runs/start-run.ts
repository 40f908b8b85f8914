import {randomBytes} from 'node:crypto';
import type {HostConfig} from '../../config/config.ts';
import type {Job} from '../../domain/jobs/job.ts';
import {printable} from '../../domain/printable.ts';
import {ProblemError, type Problem} from '../../domain/problem.ts';
import type {StartedRun} from '../../domain/jobs/started-run.ts';
import {startedLabel} from '../../parse/docker/compose-labels.ts';
import {runCommand, runWords, typedIn, type ComposePlace} from '../compose/command.ts';
import type {Connection} from '../connection.ts';
import {sh} from '../host/shell.ts';
import {runToEnd} from '../ssh/run-to-end.ts';
import {startScript, superviseScript} from './host-scripts.ts';
import type {KeptRuns} from './kept-runs.ts';
import {aboutAsText} from './read-look.ts';

type Options = {
	readonly connection: Pick<Connection, 'label' | 'run'>;
	readonly host: Pick<HostConfig, 'directory' | 'socket'>;
	readonly kept: KeptRuns;
};

/** The socket that docker takes by itself. */
const usualSocket = '/var/run/docker.sock';

/** What compose has to know of a job. Throws a `ProblemError` where no file is known that declares it. */
export const placeOf = ({project, name, declared}: Job): ComposePlace & {readonly name: string} => {
	if (declared === undefined)
		throw new ProblemError({
			what: `Cannot run ${name}`,
			why: 'no compose file is known that declares it',
			next: 'name its file under jobs: in the config',
		});
	return {project, name, ...declared};
};

/** The equivalent command. Throws a `ProblemError` where no file is known that declares the job. */
export const commandOf = (job: Job, host: Pick<HostConfig, 'directory'>): string => runCommand(placeOf(job), host);

const perhapsStarted = ({name}: Job, label: string): Problem => ({
	what: `It is not known whether ${name} was started`,
	why: `the connection to ${label} ended before it said so`,
	next: 'look at its row in Jobs: a run that was started shows there',
});

/**
 * Starts a run of a job, and resolves once it goes on by itself: whatever becomes of the connection it builds, runs, and leaves its exit code on
 * the host. Rejects with a `ProblemError` where it could not be started.
 */
export const startRun = async (
	job: Job,
	{connection, host, kept}: Options,
	signal: AbortSignal,
): Promise<StartedRun> => {
	const place = placeOf(job);
	const id = randomBytes(8).toString('hex');
	const about = aboutAsText({project: job.project, job: job.name, command: commandOf(job, host)});
	const docker = host.socket === usualSocket ? '' : `unix://${host.socket}`;
	const words = [about, id, typedIn(place, host) ?? '.', docker, ...runWords(place, host, `${startedLabel}=${id}`)];
	const command = sh`sh -c ${startScript} mlops-tui ${superviseScript} ${words}`;
	const {code, stdout, stderr} = await runToEnd(connection.run(command, signal, {outlives: true})).catch(
		(error: unknown) => {
			throw signal.aborted ? new ProblemError(perhapsStarted(job, connection.label), {cause: error}) : error;
		},
	);
	const directory = stdout.trimEnd();
	if (code !== 0 || directory === '')
		throw new ProblemError({
			what: `Cannot run ${job.name} on ${connection.label}`,
			why: printable(stderr.trim().split('\n').at(-1) ?? '') || 'its shell did not start it, and does not say why',
			next: 'check that this user may write below ~/.local/state there, and that its disk is not full',
		});
	kept.again();
	const run = await kept.look(directory, signal);
	if (run === undefined)
		throw new ProblemError({
			what: `Cannot tell what became of ${job.name} on ${connection.label}`,
			why: `nothing is kept of it in ${directory}`,
			next: 'look for its container, and check the disk of the host',
		});
	return run;
};
