import {Readable} from 'node:stream';
import type Dockerode from 'dockerode';
import {ProblemError} from '../../domain/problem.ts';
import type {HostSocket, Use} from '../connection.ts';
import {codeOf} from '../host/explain-host.ts';
import {DockerAgent} from './agent.ts';
import {explainDocker, noAnswer} from './explain.ts';
import {orAborted} from '../../streams/or-aborted.ts';
import {scopeOf, type Scope} from '../../streams/scope.ts';

export type Call = {
	readonly method: 'GET' | 'POST';
	/** Ends with `?` when there is a `query`. */
	readonly path: string;
	/** A question is answered at once, on a socket that is kept; anything else has a socket of its own, which it uses so. */
	readonly use: 'question' | Use;
	readonly query?: Readonly<Record<string, unknown>>;
	/** What it does, as words that follow "Cannot". */
	readonly asked: string;
	/**
	 * Milliseconds until an answer must have begun, and as many again until what is read as a whole must have ended. The time that a socket
	 * takes to open does not count: it may have to wait for its turn.
	 */
	readonly deadline: number;
};

/**
 * How Docker is spoken to. Every way settles: by an answer, by `signal`, by the end of the connection, or at the deadline. It rejects
 * with a `ProblemError`, or with the reason of `signal`.
 */
export type Requests = {
	/** The whole body. */
	read(call: Call, signal: AbortSignal): Promise<Buffer>;
	/**
	 * The body piece by piece, once it has begun; whoever reads slowly slows down the sender. It must be read, or `signal` aborted. It
	 * ends quietly where Docker ends it and when `signal` aborts, and throws a `ProblemError` when it breaks off.
	 */
	open(call: Call, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>>;
	/** The same, asked for when it is first read. */
	stream(call: Call, signal: AbortSignal): AsyncIterable<Uint8Array>;
};

const fine = {200: true, 201: true, 204: true, 304: true};
const largestBody = 64 * 1024 * 1024;

/** Opens a socket of Docker. */
export type OpenSocket = (use: Use) => Promise<HostSocket>;

/** Sockets that are kept for questions. Where there are many, such as after a restart of everything, they wait in line for these. */
const kept = {cheap: 4, costly: 2} as const;

/**
 * Requests through dockerode, of which each body is read as a stream: its own promise of a whole body never settles when the connection
 * breaks in the middle, nor at its timeout, since it listens to nothing but `data` and `end`.
 */
export const createRequests = (openSocket: OpenSocket, lost: AbortSignal): Requests => {
	const questions = new DockerAgent(
		async () => {
			const socket = await openSocket('lasting');
			if (socket.costly === true) {
				questions.maxSockets = kept.costly;
				questions.maxFreeSockets = kept.costly;
			}
			return socket;
		},
		{keepAlive: true, maxSockets: kept.cheap, maxFreeSockets: kept.cheap},
	);
	lost.addEventListener('abort', () => questions.destroy(), {once: true});

	/** Docker may close a kept connection just as it is used again; asking again is harmless where nothing is changed. */
	const question = async (call: Call, signal: AbortSignal): Promise<Readable> => {
		try {
			return await dial(call, questions, signal);
		} catch (error) {
			if (call.method !== 'GET' || codeOf(error) !== 'ECONNRESET' || signal.aborted) throw error;
			return dial(call, questions, signal);
		}
	};

	/** A socket for one call alone. When it is ended from this side, that ends the call. */
	const socketFor = async (use: Use, scope: Scope): Promise<HostSocket> => {
		const opening = openSocket(use);
		try {
			const socket = await orAborted(opening, scope.signal);
			socket.once('error', error => {
				if (error instanceof ProblemError) scope.abort(error);
			});
			return socket;
		} catch (error) {
			opening.then(
				socket => socket.destroy(),
				() => {},
			);
			throw error;
		}
	};

	const begin = async (call: Call, scope: Scope): Promise<Readable> => {
		const {signal} = scope;
		if (call.use === 'question') return inTime(call, scope, () => orAborted(question(call, signal), signal));
		const socket = await socketFor(call.use, scope);
		const agent = new DockerAgent(async () => socket, {keepAlive: false});
		try {
			return await inTime(call, scope, () => orAborted(dial(call, agent, signal), signal));
		} catch (error) {
			socket.destroy();
			throw error;
		}
	};

	/** The reason it failed for: of all that fails when a connection ends, its end. */
	const reasonOf = (error: unknown, {asked}: Call, scope: Scope): unknown => {
		if (lost.aborted) return explainDocker(asked, lost.reason);
		return scope.signal.aborted ? scope.signal.reason : explainDocker(asked, error);
	};

	async function* pieces(body: Readable, call: Call, scope: Scope, signal: AbortSignal): AsyncGenerator<Uint8Array> {
		try {
			yield* body as AsyncIterable<Uint8Array>;
		} catch (error) {
			if (signal.aborted && !lost.aborted) return;
			throw reasonOf(error, call, scope);
		} finally {
			scope[Symbol.dispose]();
		}
	}

	const open = async (call: Call, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> => {
		const scope = scopeOf(signal, lost);
		try {
			return pieces(await begin(call, scope), call, scope, signal);
		} catch (error) {
			const reason = reasonOf(error, call, scope);
			scope[Symbol.dispose]();
			throw reason;
		}
	};

	return {
		async read(call, signal) {
			using scope = scopeOf(signal, lost);
			try {
				const body = await begin(call, scope);
				return await inTime(call, scope, () => whole(body));
			} catch (error) {
				throw reasonOf(error, call, scope);
			}
		},
		open,
		async *stream(call, signal) {
			let body: AsyncIterable<Uint8Array>;
			try {
				body = await open(call, signal);
			} catch (error) {
				if (signal.aborted && !lost.aborted) return;
				throw error;
			}

			yield* body;
		},
	};
};

/** The part of dockerode that makes requests; loading it takes a fifth of a second, which the first screen need not wait for. */
const modemOn = async (agent: DockerAgent): Promise<Dockerode['modem']> => {
	const {default: Docker} = await import('dockerode');
	// Its types do not know of `agent`. The timeout is zero so that none comes from the environment.
	const options = {protocol: 'http', host: 'localhost', port: 80, timeout: 0, agent} as const;
	return new Docker(options).modem;
};

const dial = async ({method, path, query}: Call, agent: DockerAgent, signal: AbortSignal): Promise<Readable> => {
	const modem = await modemOn(agent);
	const {promise, resolve, reject} = Promise.withResolvers<Readable>();
	modem.dial(
		{method, path, options: {...query}, abortSignal: signal, isStream: true, statusCodes: fine},
		(error, body) => (body instanceof Readable ? resolve(body) : reject(error ?? new TypeError('no answer'))),
	);
	return promise;
};

const inTime = async <Value>({asked, deadline}: Call, scope: Scope, work: () => Promise<Value>): Promise<Value> => {
	const timer = setTimeout(() => scope.abort(new ProblemError(noAnswer(asked, deadline))), deadline);
	try {
		return await work();
	} finally {
		clearTimeout(timer);
	}
};

const whole = async (body: AsyncIterable<Uint8Array>): Promise<Buffer> => {
	const parts: Uint8Array[] = [];
	let size = 0;
	for await (const part of body) {
		size += part.length;
		if (size > largestBody) throw new RangeError('the answer does not end');
		parts.push(part);
	}

	return Buffer.concat(parts);
};
