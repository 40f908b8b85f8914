import {ProblemError, problemIn, RefusedError, type Problem} from '../domain/problem.ts';
import type {Link} from '../domain/host.ts';
import type {Connection} from '../engine/connection.ts';
import type {Engine} from '../engine/engine.ts';
import {createStore, type Readable} from '../store/store.ts';
import {aborted} from '../streams/aborted.ts';
import {pause} from '../streams/pause.ts';
import {backOff} from './wait.ts';

/** The engine of the connection that is up now. It is thrown away with its connection: nothing outlives it half-alive. */
export type Reach = {readonly engine: Engine; readonly lost: AbortSignal};

export type Server = {
	readonly link: Readable<Link>;
	/** Undefined while there is no connection. */
	readonly reach: Readable<Reach | undefined>;
	/** Dials at once when waiting to; after a refusal nothing else does. */
	retryNow(): void;
	/** Resolves when `signal` has aborted and the connection is closed. */
	readonly ended: Promise<void>;
};

type Options = {
	dial(signal: AbortSignal): Promise<Connection>;
	createEngine(connection: Connection): Engine;
	now(): Date;
	/** Milliseconds between two pings; a ping that takes longer than twice that means the link is dead. */
	readonly heartbeat: number;
	readonly signal: AbortSignal;
};

/** Resolves with why the connection ended, or undefined when `signal` aborted. Pings it meanwhile. */
const watchOver = async (
	connection: Connection,
	{heartbeat, signal}: Options,
	alive: (latency: number) => void,
): Promise<Problem | undefined> => {
	const over = AbortSignal.any([signal, connection.lost]);
	// Just connected, everything is asked at once; a round trip measured then says more about the rush than about the way.
	await pause(Math.min(1000, heartbeat), over);
	while (!over.aborted) {
		try {
			alive(await connection.ping(AbortSignal.any([over, AbortSignal.timeout(2 * heartbeat)])));
		} catch (error) {
			if (over.aborted) break;
			return error instanceof ProblemError
				? error.problem
				: {
						what: `${connection.label} does not answer`,
						why: `nothing came back for ${(2 * heartbeat) / 1000} s`,
						next: 'wait, the console keeps trying',
					};
		}
		await pause(heartbeat, over);
	}
	return signal.aborted ? undefined : problemIn(connection.lost.reason);
};

type Trial = {readonly problem: Problem; readonly wasUp: boolean; readonly refused: boolean};

/** Keeps a connection to the host, for as long as `signal` lasts: dials, watches over it, dials again with growing pauses. */
export const keepConnected = (options: Options): Server => {
	const {dial, createEngine, now, signal} = options;
	const link = createStore<Link>({state: 'dialling'});
	const reach = createStore<Reach | undefined>(undefined);
	let hurry = new AbortController();

	/** One connection from its first packet to its end; undefined when `signal` ended it. */
	const tryOnce = async (): Promise<Trial | undefined> => {
		link.update(() => ({state: 'dialling'}));
		let connection: Connection | undefined;
		try {
			const open = await dial(signal);
			connection = open;
			link.update(() => ({state: 'up', latency: undefined}));
			reach.update(() => ({engine: createEngine(open), lost: open.lost}));
			const problem = await watchOver(open, options, latency => link.update(() => ({state: 'up', latency})));
			return problem === undefined ? undefined : {problem, wasUp: true, refused: false};
		} catch (error) {
			return {problem: problemIn(error), wasUp: connection !== undefined, refused: error instanceof RefusedError};
		} finally {
			reach.update(() => undefined);
			connection?.close();
		}
	};

	const keep = async (): Promise<void> => {
		let down: {readonly since: Date; readonly wasUp: boolean} | undefined;
		for (let attempt = 1; !signal.aborted; attempt++) {
			const trial = await tryOnce();
			if (signal.aborted || trial === undefined) return;
			const {problem, wasUp, refused} = trial;
			if (wasUp) attempt = 1;
			const failedAt = now();
			down = wasUp || down === undefined ? {since: failedAt, wasUp} : down;
			const {since, wasUp: hadBeenUp} = down;
			const wait = backOff(attempt);
			const retryAt = refused ? undefined : new Date(failedAt.getTime() + wait);
			link.update(() => ({state: 'down', problem, since, wasUp: hadBeenUp, retryAt}));
			hurry = new AbortController();
			const over = AbortSignal.any([signal, hurry.signal]);
			await (refused ? aborted(over) : pause(wait, over));
		}
	};

	return {link, reach, retryNow: () => hurry.abort(), ended: keep()};
};
