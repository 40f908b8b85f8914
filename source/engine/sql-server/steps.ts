import type {Clocks} from '../../domain/data/freshness.ts';
import {withSchema} from '../../domain/data/procedure-name.ts';
import {clocksOf} from './conclude/clocks.ts';
import {conclude} from './conclude/conclude.ts';
import {callProcedure} from './driver/call-procedure.ts';
import {readClock} from './driver/read-clock.ts';
import {Stopped} from './driver/stop-request.ts';
import type {Ending} from './ending.ts';
import {databaseInWords} from './evidence.ts';
import {explain} from './explain/explain.ts';
import {explainStop} from './explain/stopped.ts';
import {unknownClocks, type Finding} from './finding.ts';
import {hearing} from './hearing.ts';
import type {Secrets} from './login/secrets.ts';
import {openSession, type Session} from './session.ts';
import {userOf, type Subject} from './subject.ts';
import type {Walk} from './walk.ts';
import type {Way} from './way/way.ts';

/** What the steps of a check are made with. */
export type Making = {
	readonly subject: Subject;
	readonly secrets: Secrets;
	readonly way: Way;
	readonly walk: Walk;
	readonly ending: Ending;
	/** This machine's clock. */
	now(): Date;
	hostAhead(): number | undefined;
};

/** Makes the steps of a check up to the first that fails. Everything that was opened for them is closed by then. */
export const makeSteps = async (making: Making): Promise<{readonly finding: Finding; readonly clocks: Clocks}> => {
	const {subject, secrets, way, walk, ending, now, hostAhead} = making;
	const {config} = subject;
	const procedure = withSchema(config.procedure);
	const heard = hearing(walk, subject);
	let clocks = unknownClocks;
	let rows = 0;
	let lastRow: number | undefined;
	let quiet: number | undefined;
	let session: Session | undefined;
	const halt = (): void => {
		walk.halt();
		quiet = lastRow === undefined ? undefined : performance.now() - lastRow;
	};
	ending.signal.addEventListener('abort', halt, {once: true});
	try {
		session = await openSession(config, secrets, way, heard.listener, ending);
		const asked = performance.now();
		const clock = await readClock(session);
		const read = performance.now();
		clocks = clocksOf({serverNow: clock.now, here: now(), roundTrip: read - asked, hostAhead: hostAhead()});
		walk.passed('database', databaseInWords(clock.database, clocks));
		heard.next = 'procedure';
		walk.enter('procedure');
		const answer = await callProcedure(session, config, soFar => {
			if (walk.at() === 'procedure') {
				walk.passed('procedure', `${procedure} answers`);
				walk.enter('rows');
			}
			const before = rows;
			rows = soFar.sets.reduce((sum, set) => sum + set.rows, 0);
			if (rows > before) lastRow = performance.now();
		});
		if (walk.at() === 'procedure') walk.passed('procedure', `${procedure} ended`);
		// The rows may have been written while the procedure ran.
		const elapsed = performance.now() - read;
		return {
			clocks,
			finding: conclude(answer, {...clock, now: new Date(clock.now.getTime() + elapsed)}, subject, walk),
		};
	} catch (error) {
		const {messages, reach, asked, answered} = heard;
		const stop = ending.stopped();
		const confirmed = error instanceof Stopped ? error.confirmed : undefined;
		if (stop !== undefined)
			return {
				clocks,
				finding: explainStop({at: walk.at(), reach, rows, quiet, asked, answered, confirmed, stop}, subject),
			};
		const finding = explain({at: walk.at(), thrown: [error], messages, reach, rows, answered}, subject);
		// SQL Server opens the database as the last part of the login, when it has already accepted the password.
		if (finding.step === 'database' && walk.at() === 'login') {
			walk.passed('login', `as ${userOf(subject)}`);
			walk.enter('database');
		}
		return {clocks, finding};
	} finally {
		ending.signal.removeEventListener('abort', halt);
		session?.close();
	}
};
