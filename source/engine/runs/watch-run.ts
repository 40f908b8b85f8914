import type {HostConfig} from '../../config/config.ts';
import type {Outcome} from '../../domain/action.ts';
import {printable} from '../../domain/printable.ts';
import type {StartedRun} from '../../domain/jobs/started-run.ts';
import {spanInWords} from '../../domain/words.ts';
import type {Container} from '../../parse/docker/container.ts';
import {messageOf} from '../../parse/lines/levels.ts';
import {createMask} from '../../parse/mask/mask.ts';
import {createBell, type Bell} from '../../streams/bell.ts';
import {combine} from '../../streams/combine.ts';
import type {Connection} from '../connection.ts';
import {readContainerErrors} from '../docker/container-errors.ts';
import type {Containers} from '../docker/containers.ts';
import type {Docker} from '../docker/docker.ts';
import {isGone} from '../docker/explain.ts';
import {sh} from '../host/shell.ts';
import {runToEnd} from '../ssh/run-to-end.ts';
import {lastWordsOf} from './last-words.ts';
import type {KeptRuns} from './kept-runs.ts';
import {exitCodeOfRun, outcomeOfRun, type Over} from './outcome-in-words.ts';

type Options = {
	readonly connection: Pick<Connection, 'run'>;
	readonly docker: Docker;
	readonly containers: Containers;
	readonly host: Pick<HostConfig, 'errors' | 'mask'>;
	readonly kept: KeptRuns;
};

/** A run as it is seen. The last one is over, with how it ended. */
export type SeenRun = {
	readonly outcome: Outcome;
	/** What a command that ran it would exit with; undefined while it goes on, and where nobody knows. */
	readonly exitCode: number | undefined;
	readonly isOver: boolean;
	/** The container it runs in, once it is made. */
	readonly containerId: string | undefined;
};

/** Milliseconds from one look at a run to the next: it is not urgent any more once it has gone on for a while. */
const soon = 1000;
const later = 5000;
const aWhile = 120_000;

async function* looks(
	{directory}: StartedRun,
	kept: KeptRuns,
	bell: Bell,
	signal: AbortSignal,
): AsyncGenerator<StartedRun | undefined> {
	const begun = performance.now();
	while (!signal.aborted) {
		yield await kept.look(directory, signal);
		await bell.within(performance.now() - begun < aWhile ? soon : later, signal);
	}
}

const isGoingOn = ({state}: Pick<Container, 'state'>): boolean =>
	state === 'running' || state === 'paused' || state === 'restarting';

const progress = (text: string, containerId: string | undefined): SeenRun => ({
	outcome: {text, tone: 'progress'},
	exitCode: undefined,
	isOver: false,
	containerId,
});

/**
 * Watches a run until it is over, and yields what it has come to whenever that is something else. Throws a `ProblemError` when it cannot be
 * seen any more; the run itself goes on.
 */
export async function* watchRun(started: StartedRun, options: Options, signal: AbortSignal): AsyncGenerator<SeenRun> {
	const {containers, kept} = options;
	const bell = createBell();
	const sources = {list: containers, run: (over: AbortSignal) => looks(started, kept, bell, over)};
	let said = '';
	for await (const {list, run = {...started, state: 'lost' as const}} of combine(sources, signal)) {
		const container = list.find(({compose}) => compose?.startedAs === started.id);
		const runs = container !== undefined && isGoingOn(container);
		if (run.state !== 'going on' && !runs) {
			const over = await howItEnded(run, options, signal);
			if (over === undefined) continue;
			kept.again();
			yield {outcome: outcomeOfRun(over), exitCode: exitCodeOfRun(over), isOver: true, containerId: container?.id};
			return;
		}
		// Compose ends right after its container.
		if (container !== undefined && !runs && container.state !== 'created') bell.ring();
		const text = inWords(run, container, runs);
		if (text === said) continue;
		said = text;
		yield progress(text, container?.id);
	}
}

const inWords = (run: StartedRun, container: Container | undefined, runs: boolean): string => {
	if (container === undefined) return `${run.job} is being built`;
	const began = container.details?.startedAt;
	const built =
		began === undefined ? '' : ` since its build of ${spanInWords(began.getTime() - run.startedAt.getTime())}`;
	if (!runs) return `${run.job} has made its container ${container.id.slice(0, 12)}`;
	const kept = run.state === 'lost' ? ', but its output is no longer kept' : '';
	return `${run.job} runs in container ${container.id.slice(0, 12)}${built}${kept}`;
};

/** All that tells how it ended; undefined where its container turns out to run still. Docker is asked anew: what is listed may be a moment old. */
const howItEnded = async (run: StartedRun, options: Options, signal: AbortSignal): Promise<Over | undefined> => {
	const {docker, host} = options;
	const listed = (await docker.list(signal)).find(({compose}) => compose?.startedAs === run.id);
	const container = listed && (await inspected(docker, listed.id, signal));
	if (container !== undefined && isGoingOn(container)) return undefined;
	const mask = createMask(host.mask);
	const errors = container?.startedAt && (await countErrors(options, container, signal));
	return {
		run,
		container,
		errors: errors && {...errors, last: errors.last && mask(errors.last)},
		lastLine: container?.startedAt === undefined ? mask(await lastLineOf(run, options, signal)) : undefined,
	};
};

const inspected = async (docker: Docker, id: string, signal: AbortSignal) => {
	try {
		return await docker.inspect(id, signal);
	} catch (error) {
		if (!isGone(error)) throw error;
		return undefined;
	}
};

const countErrors = async (
	{docker, host}: Options,
	{id, terminal}: {readonly id: string; readonly terminal: boolean},
	signal: AbortSignal,
): Promise<Over['errors']> => {
	let count = 0;
	let last: string | undefined;
	try {
		const isComplete = await readContainerErrors(
			docker,
			id,
			{terminal},
			host.errors,
			({exception, line}) => {
				count += 1;
				last = printable(exception ?? messageOf(line.text));
			},
			signal,
		);
		return {count, isComplete, last};
	} catch {
		signal.throwIfAborted();
		return undefined;
	}
};

const lastLineOf = async ({output}: StartedRun, {connection}: Options, signal: AbortSignal): Promise<string> =>
	lastWordsOf((await runToEnd(connection.run(sh`tail -c 8192 ${output}`, signal))).stdout);
