import type {Outcome} from '../domain/action.ts';
import type {DockerFacts} from '../domain/host.ts';
import type {HostClock} from '../domain/time/host-clock.ts';
import type {WatchedCheck} from '../domain/data/freshness.ts';
import type {Parameters, ProcedureRows} from '../domain/data/procedure-rows.ts';
import type {Job} from '../domain/jobs/job.ts';
import type {ErrorEvent, LogSource, Searched} from '../domain/log.ts';
import type {Problem} from '../domain/problem.ts';
import type {Service} from '../domain/service.ts';
import type {StartedRun} from '../domain/jobs/started-run.ts';
import type {Log} from './log.ts';
import type {Part} from './parts/part.ts';
import type {SeenRun} from './runs/watch-run.ts';

/** What is seen of a source at one moment, with the parts that could not be seen. */
export type Seen<Row> = {readonly rows: readonly Row[]; readonly problems: readonly Problem[]};

/** What was searched of one source for errors, and what was found there. */
export type SearchedSource = {
	readonly source: LogSource;
	readonly searched: Searched;
	readonly events: readonly ErrorEvent[];
	/** Why not all of it was searched; while that goes on it says so. */
	readonly problem: Problem | undefined;
	/** 0 to 1 while it is searched; missing when it has been, and where the whole is not known. */
	readonly done?: number;
};

/**
 * All that a pane, a runbook or a command may ask of one host. Streams yield the whole state each time, first as it is, then on
 * every change and at every heartbeat; they end only by throwing a `ProblemError` or by their signal.
 */
export type Engine = {
	/** Milliseconds between two signs of life of a stream on which nothing happens. */
	readonly heartbeat: number;
	/** The host's clock, as it was read at most an hour ago. */
	clock(signal: AbortSignal): Promise<HostClock>;
	/** What everything else needs of the host, for somebody who asks which of it is broken. */
	readonly parts: readonly Part[];
	readonly docker: {facts(signal: AbortSignal): Promise<DockerFacts>};
	readonly services: {
		/**
		 * Every container of a compose service, and the declared services that have none. `visible` names the keys whose CPU and memory are
		 * wanted; it is read again at each change.
		 */
		watch(visible: Visible, signal: AbortSignal): AsyncIterable<Seen<Service>>;
		/** Restarts every container of the service, as compose does, then watches what becomes of them. */
		restart(services: readonly Service[], signal: AbortSignal): AsyncIterable<Outcome>;
		/** The equivalent command, for the screen. */
		restartCommand(services: readonly Service[]): string;
		/** What Docker knows about one container, as label and value. Values of environment variables are left out. */
		describe(
			service: Service,
			signal: AbortSignal,
		): Promise<ReadonlyArray<{readonly what: string; readonly value: string}>>;
	};
	readonly jobs: {
		/** `unkept` is why runs that leave nothing in Docker are not kept, where they are not. */
		watch(signal: AbortSignal): AsyncIterable<Seen<Job> & {readonly unkept?: Problem | undefined}>;
	};
	/** Runs of jobs that are started from here. They go on by themselves on the host. */
	readonly runs: {
		/** Those that the host keeps, the newest first. */
		kept(signal: AbortSignal): Promise<readonly StartedRun[]>;
		/** The command that runs a job, for the screen. Throws a `ProblemError` where no file is known that declares it. */
		command(job: Job): string;
		/** Builds the job, then runs it. Resolves once that goes on by itself. */
		start(job: Job, signal: AbortSignal): Promise<StartedRun>;
		/** Watches such a run until it is over, also one that was started in another session. */
		watch(run: StartedRun, signal: AbortSignal): AsyncIterable<SeenRun>;
		/** Stops a run, or its build. Resolves when that was asked for; `watch` sees what comes of it. */
		stop(run: StartedRun, signal: AbortSignal): Promise<void>;
	};
	readonly logs: {
		/** The log of a source, or of several merged in the order of time. */
		log(sources: readonly [LogSource, ...LogSource[]]): Log;
		/** Every log of the host: its files, its services', and the last run of each job. */
		watchSources(signal: AbortSignal): AsyncIterable<Seen<LogSource>>;
		/** For a run the one of the same job before it; undefined where there is none. */
		previous(source: LogSource, signal: AbortSignal): Promise<LogSource | undefined>;
		/** The errors of every log file of the project and of the last run of each job. */
		watchErrors(signal: AbortSignal): AsyncIterable<readonly SearchedSource[]>;
		/** The same, looked at once and to the end. */
		searchErrors(signal: AbortSignal): Promise<readonly SearchedSource[]>;
	};
	readonly data: {
		/** The last outcome of every configured check, and why its ages are not kept where they are not; checks again every few minutes. */
		watch(signal: AbortSignal): AsyncIterable<Seen<WatchedCheck>>;
		/** Asks `watch` to make one check now. */
		recheck(name: string): void;
		/** Cancels the check that is being made, on SQL Server too; nothing where none is. Its row says how that went. */
		cancel(name: string): void;
		/**
		 * Runs the procedure of a check with these parameters, for somebody who wants to see its rows: those of the columns that the config lets
		 * be shown. Aborting cancels it on SQL Server. Rejects with a `ProblemError`.
		 */
		rows(name: string, parameters: Parameters, signal: AbortSignal): Promise<ProcedureRows>;
	};
};

/** The keys of the rows on the screen, readable at any time, with a callback on change. */
export type Visible = {get(): readonly string[]; subscribe(changed: () => void): () => void};
