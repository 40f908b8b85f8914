import type {DataConfig} from '../../config/config.ts';
import type {Freshness, Step} from '../../domain/freshness.ts';
import {nothingYet} from '../../domain/newest.ts';
import {withSchema} from '../../domain/procedure-name.ts';
import {spanInWords} from '../../domain/words.ts';
import {conclude} from './conclude/conclude.ts';
import {explain, explainTimeout} from './explain/explain.ts';
import {freshnessOf, without, type Finding} from './finding.ts';
import {misconfigured} from './login/misconfigured.ts';
import {readSecrets, type Secrets} from './login/secrets.ts';
import {openSession, type Listener, type ServerClock} from './session.ts';
import {address, userOf, type ServerMessage, type Subject} from './subject.ts';
import {startWalk, type Walk} from './walk.ts';
import type {Way} from './way/way.ts';

/** What a check does not take from the config. */
export type CheckOptions = {
	/** Milliseconds for the steps, and as many before them for the password; 15 s when left out. */
	readonly deadline?: number;
	/** This machine's clock: for `checkedAt` and to see how far SQL Server's is off. Ages never use it. */
	readonly now?: () => Date;
	/** Hears the steps as they stand, whenever one begins or passes; the one being made is `running`. */
	readonly onStep?: (steps: readonly Step[]) => void;
	/** Cancels this check, on SQL Server too. The outcome says at which step, and whether SQL Server confirmed it. */
	readonly cancel?: AbortSignal;
	/** Milliseconds that the host's clock is ahead of this machine's; undefined while it is not known. */
	readonly hostAhead?: () => number | undefined;
};

/**
 * Makes one freshness check: network, TLS, login, database, procedure, rows, timestamp, age, up to the first that fails. What fails is an
 * outcome too, so it rejects for one reason only: `signal` aborted. Everything opened for it is closed by then.
 */
export const checkFreshness = async (
	config: DataConfig,
	way: Way,
	signal: AbortSignal,
	{deadline = 15_000, now = () => new Date(), onStep, cancel}: CheckOptions = {},
): Promise<Freshness> => {
	signal.throwIfAborted();
	const walk = startWalk(onStep);
	const ending = new AbortController();
	const timer = setTimeout(() => ending.abort(late), deadline);
	const leave = (): void => ending.abort(signal.reason);
	const stop = (): void => ending.abort(cancelled);
	signal.addEventListener('abort', leave, {once: true});
	cancel?.addEventListener('abort', stop, {once: true});
	if (cancel?.aborted === true) stop();
	try {
		const about = {config, through: way.through, deadline};
		const secrets = misconfigured(config) ?? (await readSecrets(about, ending.signal));
		timer.refresh();
		const finding = 'verdict' in secrets ? secrets : await walkThrough(about, secrets, way, walk, now, ending.signal);
		signal.throwIfAborted();
		return freshnessOf(config, finding, walk, now());
	} finally {
		clearTimeout(timer);
		signal.removeEventListener('abort', leave);
		cancel?.removeEventListener('abort', stop);
		ending.abort(over);
	}
};

const late = new Error('The time for the check is over');
const cancelled = new Error('The check was cancelled');
const over = new Error('The check is over');

const walkThrough = async (
	about: Omit<Subject, 'conceal'>,
	secrets: Secrets,
	way: Way,
	walk: Walk,
	now: () => Date,
	signal: AbortSignal,
): Promise<Finding> => {
	const {config} = about;
	const messages: ServerMessage[] = [];
	const subject: Subject = {...about, conceal: concealing(secrets.password)};
	let answer = nothingYet;
	let next: 'database' | 'procedure' = 'database';
	try {
		const listener = followed(
			walk,
			subject,
			() => next,
			message => messages.push(message),
		);
		const session = await openSession(config, secrets, way, listener, signal);
		const asked = performance.now();
		const clock = await session.clock();
		const read = performance.now();
		walk.passed('database', databaseInWords(clock, now(), read - asked));
		next = 'procedure';
		walk.enter('procedure');
		answer = await session.call(soFar => {
			if (walk.at() === 'procedure') {
				walk.passed('procedure', `${withSchema(config.procedure)} answers`);
				walk.enter('rows');
			}
			answer = soFar;
		});
		if (answer.resultSets === 0) walk.passed('procedure', `${withSchema(config.procedure)} ended`);
		// The rows may have been written while the procedure ran.
		const elapsed = performance.now() - read;
		return conclude(answer, {...clock, now: new Date(clock.now.getTime() + elapsed)}, subject, walk);
	} catch (error) {
		if (signal.reason === late) return explainTimeout(walk.at(), answer.rows, subject);
		if (signal.reason === cancelled)
			return without(walk.at(), 'failed', 'cancelled', 'cancelled', {
				what: `The check of ${config.name} was cancelled`,
				why: 'somebody asked for it',
				next: 'check again to know',
			});
		const finding = explain({at: walk.at(), thrown: [error], messages}, subject);
		// SQL Server opens the database as the last part of the login, when it has already accepted the password.
		if (finding.step === 'database' && walk.at() === 'login') {
			walk.passed('login', `as ${userOf(subject)}`);
			walk.enter('database');
		}
		return finding;
	}
};

/** Passwords shorter than this are found by chance in ordinary words. */
const shortestSecret = 4;

const concealing =
	(password: string | undefined) =>
	(text: string): string =>
		password === undefined || password.length < shortestSecret ? text : text.replaceAll(password, '•••');

/** Keeps the walk in step with the connection. */
const followed = (
	walk: Walk,
	subject: Subject,
	next: () => 'database' | 'procedure',
	said: (message: ServerMessage) => void,
): Listener => ({
	connecting: () => walk.enter('network'),
	connected() {
		walk.passed(
			'network',
			`tcp to ${address(subject)}${subject.through === undefined ? '' : ` through ${subject.through}`}`,
		);
		walk.enter('tls');
	},
	loggingIn() {
		if (walk.at() !== 'tls') return;
		walk.passed('tls', encryptionInWords(subject));
		walk.enter('login');
	},
	loggedIn() {
		// The same is heard after each query.
		if (walk.at() !== 'login') return;
		walk.passed('login', `as ${userOf(subject)}`);
		walk.enter(next());
	},
	said,
});

const encryptionInWords = ({config: {encrypt, trustServerCertificate}, through}: Subject): string => {
	if (encrypt === false)
		return `not encrypted by config${through === undefined ? '' : ' (the SSH tunnel encrypts up to the host)'}`;
	// With `strict` the driver verifies whatever else is configured.
	return `encrypted, certificate ${trustServerCertificate && encrypt !== 'strict' ? 'not verified' : 'verified'}`;
};

/** `ER`, and how far its clock is off when that is more than the round trip explains. */
const databaseInWords = ({database, now}: ServerClock, here: Date, roundTrip: number): string => {
	const skew = now.getTime() - here.getTime();
	const off = Math.abs(skew) > roundTrip + 2000;
	return off
		? `${database}; its clock is ${spanInWords(Math.abs(skew))} ${skew < 0 ? 'behind' : 'ahead of'} this machine's`
		: database;
};
