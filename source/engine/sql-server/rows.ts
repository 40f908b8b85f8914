import type {DataConfig} from '../../config/config.ts';
import type {StepName} from '../../domain/freshness.ts';
import type {Parameters, ProcedureRows} from '../../domain/procedure-rows.ts';
import {problemIn, ProblemError} from '../../domain/problem.ts';
import {readClock} from './driver/read-clock.ts';
import {startEnding, type Ending} from './ending.ts';
import {explain} from './explain/explain.ts';
import {explainStop} from './explain/stopped.ts';
import type {Finding} from './finding.ts';
import {misconfigured} from './login/misconfigured.ts';
import {readSecrets, type Secrets} from './login/secrets.ts';
import {askForRows} from './rows-asked.ts';
import {createKeeper} from './rows-kept.ts';
import {openSession, type Listener} from './session.ts';
import {concealing, type ServerMessage, type Subject} from './subject.ts';
import type {Way} from './way/way.ts';

type Options = {
	/** Milliseconds for everything; a minute when left out, since somebody waits who can see that it goes on. */
	readonly deadline?: number;
};

/**
 * Runs the procedure of a check with these parameters, and keeps of its answer how many rows it has and the first of them, with the columns
 * that may be shown: the timestamp and those that the config names. No other value leaves the place where its row arrives.
 *
 * Rejects with a `ProblemError` in the words of the check, or with the reason of `signal` when that aborts, which cancels the procedure on
 * SQL Server. Everything opened for it is closed by then.
 */
export const procedureRows = async (
	configured: DataConfig,
	way: Way,
	parameters: Parameters,
	signal: AbortSignal,
	{deadline = 60_000}: Options = {},
): Promise<ProcedureRows> => {
	signal.throwIfAborted();
	const about = {config: {...configured, parameters}, through: way.through, deadline};
	const ending = startEnding(deadline, signal, new AbortController().signal);
	try {
		const secrets = misconfigured(about.config) ?? (await readSecrets(about, ending.signal));
		if ('verdict' in secrets) throw asError(secrets);
		return await rowsOver(way, secrets, {...about, conceal: concealing(secrets.password)}, ending);
	} catch (error) {
		signal.throwIfAborted();
		throw error;
	} finally {
		ending.over();
	}
};

const rowsOver = async (way: Way, secrets: Secrets, subject: Subject, ending: Ending): Promise<ProcedureRows> => {
	const {config} = subject;
	const messages: ServerMessage[] = [];
	let at: StepName = 'network';
	const listener: Listener = {
		reaching: () => (at = 'network'),
		connected: () => (at = 'tls'),
		secured: () => {},
		loggingIn: () => (at = 'login'),
		loggedIn() {
			// The same is heard after each query.
			if (at === 'login') at = 'database';
		},
		said: message => messages.push(message),
	};
	const keeper = createKeeper({
		columns: config.columns,
		timestampColumn: config.timestampColumn,
		byColumn: config.timestampParameter === undefined && config.returnValue === undefined,
	});
	try {
		const session = await openSession(config, secrets, way, listener, ending);
		try {
			const clock = await readClock(session);
			at = 'procedure';
			return await askForRows(session, config, keeper, clock);
		} finally {
			session.close();
		}
	} catch (error) {
		if (keeper.hasBegun() && at === 'procedure') at = 'rows';
		const stop = ending.stopped();
		throw asError(
			stop === undefined
				? explain({at, thrown: [error], messages}, subject)
				: explainStop({at, stop, rows: keeper.count()}, subject),
			error,
		);
	}
};

const asError = ({problem}: Finding, error?: unknown): ProblemError => new ProblemError(problem ?? problemIn(error));
