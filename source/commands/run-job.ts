import {goingOn, type Job} from '../domain/jobs/job.ts';
import {printable} from '../domain/printable.ts';
import {inOneSentence, problemIn, ProblemError, RefusedError} from '../domain/problem.ts';
import {ruleInWords} from '../domain/rule-words.ts';
import {outputOf, type StartedRun} from '../domain/jobs/started-run.ts';
import {clockTime, fullTime} from '../domain/words.ts';
import type {Engine} from '../engine/engine.ts';
import type {Mark} from '../engine/log.ts';
import type {SeenRun} from '../engine/runs/watch-run.ts';
import type {Deed} from '../flow/perform.ts';
import {backOff} from '../flow/wait.ts';
import {visible} from '../parse/lines/visible.ts';
import {firstOf} from '../streams/first.ts';
import {pause} from '../streams/pause.ts';
import {copyLog} from './copy-log.ts';
import type {Errand, Reached} from './errand.ts';
import {findJob} from './find-job.ts';

type How = {
	/** Says what the job did not write. */
	say(text: string): void;
	readonly colour: boolean;
	/** Asks whoever sits there; undefined where nobody does. Resolves to undefined when they decline. */
	readonly question: ((text: string, signal: AbortSignal) => Promise<string | undefined>) | undefined;
	/** Has Ctrl-C told to us for as long as it lasts. */
	onInterrupt(tell: () => void): Disposable;
	audit(deed: Deed): Promise<void>;
};

/** As a shell says of a command that Ctrl-C ended. */
const interruptedCode = 130;

const refuse = (what: string, why: string, next: string): never => {
	throw new ProblemError({what, why, next});
};

/** Two runs at once are asked about; where nobody can be asked there is only one. */
const agreeOn = async (job: Job, engine: Engine, {question}: How, signal: AbortSignal): Promise<void> => {
	const kept = await engine.runs.kept(signal);
	const started = kept.filter(run => run.project === job.project && run.job === job.name);
	const [since, ...more] = goingOn({...job, started});
	if (goingOn({...job, started}).length === 0) return;
	const why = `${more.length === 0 ? 'a run of it goes on' : `${more.length + 1} runs of it go on`}${since === undefined ? '' : ` since ${fullTime(since)}`}`;
	const answer = await question?.(`${job.name}: ${why}. Run another one at once? (yes/no) `, signal);
	if (answer?.trim().toLowerCase() !== 'yes')
		refuse(`${job.name} is not run`, why, 'wait for its end, or run a second one from the console');
};

/** Follows what a run writes over one connection until it is over, or `signal` aborts. Resolves to how it ended. */
const follow = async (
	run: StartedRun,
	engine: Engine,
	from: Mark | undefined,
	reached: (mark: Mark) => void,
	{print}: Pick<Errand, 'print'>,
	{say, colour}: How,
	signal: AbortSignal,
): Promise<SeenRun | undefined> => {
	const over = new AbortController();
	let last: SeenRun | undefined;
	const watch = async (): Promise<void> => {
		try {
			for await (const seen of engine.runs.watch(run, signal)) {
				say(printable(seen.outcome.text));
				if (seen.isOver) last = seen;
			}
		} finally {
			over.abort();
		}
	};
	const watching = watch();
	const copying = copyLog(
		{
			log: engine.logs.log([outputOf(run)]),
			from,
			over: over.signal,
			reached,
			take(row) {
				if (row.kind === 'line') print(visible(row.line.text, {colour}));
				// A line that has not ended yet comes again when it has.
				else if (row.unended === undefined) say(printable(ruleInWords(row, clockTime)));
			},
		},
		signal,
	);
	const [, copied] = await Promise.allSettled([watching, copying]);
	await watching;
	if (copied.status === 'rejected') throw copied.reason;
	return last;
};

/** How to come back to a run that is left. */
const whereItIs = ({job, output}: StartedRun, label: string): string =>
	`${job} goes on: its output is in ${output} on ${label}, and l on its row in the console opens it`;

/** Dials again until it is reached. Rejects where that is refused, or when `signal` aborts. */
const reachAgain = async ({reach, asker}: Errand, signal: AbortSignal): Promise<Reached> => {
	for (let attempt = 1; ; attempt += 1) {
		await pause(backOff(attempt), signal);
		signal.throwIfAborted();
		try {
			return await reach(asker, signal);
		} catch (error) {
			if (error instanceof RefusedError || signal.aborted) throw error;
		}
	}
};

/**
 * `mlops-tui run`: builds a job and runs it, says the command first, and prints what it writes. Resolves to the exit code, which is the run's. A
 * connection that is lost is made anew; Ctrl-C asks whether to leave it or to stop it. Rejects with a `ProblemError` where it cannot be run.
 */
export const runJob = async (name: string, errand: Errand, how: How): Promise<number> => {
	const {host, asker, signal} = errand;
	const {say, question, audit} = how;
	if (host.readonly)
		refuse('Nothing is run', `${host.name} is read-only`, 'leave out --readonly, or readonly: true in the config');
	let reached = await errand.reach(asker, signal);
	try {
		const up = AbortSignal.any([signal, reached.connection.lost]);
		const job = findJob(name, (await firstOf(reached.engine.jobs.watch, up)).rows);
		const command = reached.engine.runs.command(job);
		await agreeOn(job, reached.engine, how, up);
		say(printable(command));
		const run = await reached.engine.runs.start(job, up);

		const left = new AbortController();
		const over = AbortSignal.any([signal, left.signal]);
		let isAsking = false;
		const interrupted = async (): Promise<void> => {
			if (isAsking || question === undefined) return left.abort();
			isAsking = true;
			const answer = await question(`\n${job.name} goes on. Leave it (l), stop it (s), or watch on (Enter)? `, over);
			isAsking = false;
			if (answer === undefined || answer.trim() === 'l') return left.abort();
			if (answer.trim() !== 's') return;
			try {
				await reached.engine.runs.stop(run, over);
			} catch (error) {
				if (!over.aborted) say(printable(inOneSentence(problemIn(error))));
			}
		};
		using _ = how.onInterrupt(() => void interrupted());

		let mark: Mark | undefined;
		let seen: SeenRun | undefined;
		while (seen === undefined && !over.aborted) {
			const {connection, engine} = reached;
			const lasting = AbortSignal.any([over, connection.lost]);
			try {
				seen = await follow(run, engine, mark, to => (mark = to), errand, how, lasting);
			} catch (error) {
				if (!lasting.aborted) {
					say(printable(whereItIs(run, connection.label)));
					throw error;
				}
			}
			if (seen !== undefined || over.aborted) break;
			say(printable(`${inOneSentence(problemIn(connection.lost.reason))} ${job.name} goes on there; connecting again`));
			connection.close();
			reached = await reachAgain(errand, over).catch((error: unknown) => {
				if (!over.aborted) throw error;
				return reached;
			});
		}
		if (seen === undefined) say(printable(whereItIs(run, reached.connection.label)));
		await audit({command, outcome: seen?.outcome.text ?? `${job.name} was left going on`});
		return seen === undefined ? interruptedCode : (seen.exitCode ?? 1);
	} finally {
		reached.connection.close();
	}
};
