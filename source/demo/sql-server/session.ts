import {MalformedMessage} from './tds/bytes.ts';
import {errorIn} from './sql/call-procedure.ts';
import type {Run} from './sql/run.ts';
import type {Host} from './host.ts';
import type {Message} from './tds/packets.ts';
import {messageTypes} from './tds/packets.ts';
import {SqlError} from './procedure.ts';
import type {Request} from './tds/request.ts';
import {readRequest} from './tds/request.ts';
import {Response} from './tds/response.ts';
import {runRequest} from './sql/run-request.ts';
import type {SessionState} from './session-state.ts';
import {done, doneFlags, resetDone} from './tds/tokens.ts';
import type {Wire} from './tds/wire.ts';

/**
 * Answers the requests of a client that has logged in, one after the other, until it leaves. While one runs, the client may
 * send nothing but its cancellation.
 *
 * @throws {ConnectionEnded | MalformedMessage} The connection is of no more use then.
 */
export const serve = async (wire: Wire, host: Host, session: SessionState): Promise<void> => {
	const startDatabase = session.database;
	let next = nextMessage(wire);
	for (;;) {
		const message = await next;
		next = nextMessage(wire);
		if (message.type === messageTypes.attention) {
			host.interrupted();
			confirmCancelled(wire, host);
			continue;
		}

		const fault = isSetup(message) ? host.faults.setup : host.faults.request;
		if (fault === 'close' || fault === 'reset') {
			wire.strike(fault);
			return;
		}

		const stop = new AbortController();
		const signal = AbortSignal.any([stop.signal, wire.ended]);
		const sendPart = async (bytes: Buffer): Promise<void> => {
			signal.throwIfAborted();
			wire.send(bytes, false);
			await wire.drained();
		};
		const response = new Response(host.timeZone, sendPart, () => session.textSize);
		if (message.reset) {
			session.database = startDatabase;
			session.transactions = 0;
			session.textSize = -1;
			session.prepared.clear();
			response.token(resetDone());
		}

		const work = fault === 'hang' ? forever() : run(message, {response, session, now: host.now(), signal});
		const outcome = await answer(work, next, {wire, host, response, stop}).finally(() => stop.abort());
		if (outcome === 'ended') {
			return;
		}

		if (outcome === 'cancelled') {
			next = nextMessage(wire);
		}
	}
};

/** Whether it is one of the batches in which drivers set their options. */
const isSetup = ({type, payload}: Message): boolean =>
	type === messageTypes.batch && /^\s*set\s/i.test(payload.subarray(headersIn(payload)).toString('utf16le', 0, 32));

const headersIn = (payload: Buffer): number => (payload.length < 4 ? 0 : payload.readUInt32LE(0));

/** It is awaited sooner or later; until then the end of the connection must not count as an error nobody took. */
const nextMessage = (wire: Wire): Promise<Message> => {
	const next = wire.read();
	next.catch(() => {});
	return next;
};

type Around = {
	readonly wire: Wire;
	readonly host: Host;
	readonly response: Response;
	readonly stop: AbortController;
};

/** Sends what `work` leaves in the response, unless the `next` message of the client comes first. */
const answer = async (
	work: Promise<void>,
	next: Promise<Message>,
	{wire, host, response, stop}: Around,
): Promise<'answered' | 'cancelled' | 'ended'> => {
	work.catch(() => {});
	const interrupted = await Promise.race([work.then(() => false), next.then(() => true)]);
	if (!interrupted) {
		wire.send(response.bytes(), response.cut === undefined);
		if (response.fatal) {
			wire.close();
			return 'ended';
		}

		if (response.cut === undefined) {
			return 'answered';
		}

		if (response.cut !== 'hang') {
			wire.strike(response.cut);
			return 'ended';
		}
	}

	if ((await next).type !== messageTypes.attention) {
		throw new MalformedMessage('a request before the last one was answered');
	}

	stop.abort();
	host.interrupted();
	// The end of the answer that was cut, and the confirmation, are two messages.
	if (host.faults.attention === undefined) {
		wire.send(done('batch', doneFlags.error));
	}

	confirmCancelled(wire, host);
	return 'cancelled';
};

const forever = (): Promise<void> => new Promise(() => {});

const confirmCancelled = (wire: Wire, host: Host): void => {
	if (!wire.strike(host.faults.attention)) {
		wire.send(done('batch', doneFlags.attention));
	}
};

const run = async (message: Message, context: Run): Promise<void> => {
	let request: Request;
	try {
		request = readRequest(message);
	} catch (error) {
		if (error instanceof SqlError) {
			context.response.message(errorIn(error));
			context.response.done(message.type === messageTypes.procedureCall ? 'procedure' : 'batch');
			return;
		}

		throw error;
	}

	await runRequest(request, context);
};
