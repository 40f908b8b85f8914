import {isDeepStrictEqual} from 'node:util';
import type {DataConfig} from '../../../config/config.ts';
import {ownerOf} from '../../../domain/data/cause.ts';
import {
	RowsCancelledError,
	RowsError,
	type Parameters,
	type ProcedureRows,
} from '../../../domain/data/procedure-rows.ts';
import {problemIn} from '../../../domain/problem.ts';
import {readClock} from '../driver/read-clock.ts';
import {Stopped} from '../driver/stop-request.ts';
import {startEnding, type Ending} from '../ending.ts';
import {explain} from '../explain/explain.ts';
import {explainStop} from '../explain/stopped.ts';
import type {Finding} from '../finding.ts';
import {hearing} from '../hearing.ts';
import {misconfigured} from '../login/misconfigured.ts';
import {readSecrets, type Secrets} from '../login/secrets.ts';
import {askForRows} from './asked.ts';
import {createKeeper} from './kept.ts';
import {openSession} from '../session.ts';
import {concealing, type Subject} from '../subject.ts';
import {startWalk} from '../walk.ts';
import type {Way} from '../way/way.ts';

type Options = {
	/** Milliseconds for everything; a minute when left out, or what the config gives a check where that is more. */
	readonly deadline?: number;
};

/** Milliseconds: somebody waits who can see that it goes on. */
const patience = 60_000;

/**
 * Runs the procedure of a check with these parameters, and keeps of its answer how many rows it has and the first of them, with the columns
 * that may be shown: the timestamp and those that the config names. No other value is returned; of those with a date and an hour the first
 * are held until the end, when it is known which column is the timestamp, and all others are dropped where their row arrives.
 *
 * Rejects with a `RowsError` in the words of the check. When `signal` aborts the procedure is cancelled on SQL Server, and it rejects with a
 * `RowsCancelledError`. Everything opened for it is closed by then.
 */
export const procedureRows = async (
	configured: DataConfig,
	way: Way,
	parameters: Parameters,
	signal: AbortSignal,
	{deadline = Math.max(patience, configured.timeout)}: Options = {},
): Promise<ProcedureRows> => {
	const byHand = !isDeepStrictEqual(parameters, configured.parameters);
	const about = {config: {...configured, parameters}, through: way.through, deadline, byHand};
	const ending = startEnding(deadline, signal, new AbortController().signal);
	try {
		const secrets = misconfigured(about.config) ?? (await readSecrets(about, ending.signal));
		const stop = ending.stopped();
		if (stop?.why === 'cancelled') throw asError(explainStop({at: undefined, stop}, {...about, conceal: text => text}));
		if ('verdict' in secrets) throw asError(secrets);
		return await rowsOver(way, secrets, {...about, conceal: concealing(secrets.password)}, ending);
	} finally {
		ending.over();
	}
};

const rowsOver = async (way: Way, secrets: Secrets, subject: Subject, ending: Ending): Promise<ProcedureRows> => {
	const {config} = subject;
	const walk = startWalk();
	const heard = hearing(walk, subject);
	const keeper = createKeeper({
		columns: config.columns,
		timestampColumn: config.timestampColumn,
		byColumn: config.timestampParameter === undefined && config.returnValue === undefined,
	});
	let quiet: number | undefined;
	const halt = (): void => {
		quiet = keeper.quiet();
	};
	ending.signal.addEventListener('abort', halt, {once: true});
	try {
		const session = await openSession(config, secrets, way, heard.listener, ending);
		try {
			const clock = await readClock(session);
			walk.enter('procedure');
			return await askForRows(session, config, keeper, clock);
		} finally {
			session.close();
		}
	} catch (error) {
		if (keeper.hasBegun()) walk.enter('rows');
		const {messages, reach, asked, answered} = heard;
		const at = walk.at();
		const stop = ending.stopped();
		const rows = keeper.count();
		const confirmed = error instanceof Stopped ? error.confirmed : undefined;
		throw asError(
			stop === undefined
				? explain({at, thrown: [error], messages, reach, rows, answered}, subject)
				: explainStop({at, stop, reach, rows, quiet, asked, answered, confirmed}, subject),
			error,
		);
	} finally {
		ending.signal.removeEventListener('abort', halt);
	}
};

const asError = ({verdict, cause, evidence, problem}: Finding, error?: unknown): RowsError => {
	const told = problem ?? problemIn(error);
	return cause === 'cancelled' ? new RowsCancelledError(told, evidence) : new RowsError(told, ownerOf(verdict, cause));
};
