import {setImmediate as turn} from 'node:timers/promises';
import type {Request} from 'mssql';

/** Milliseconds that SQL Server is given to confirm a cancellation. */
const patience = 1000;

/** What was asked of SQL Server was given up before there was an answer. */
export class Stopped extends Error {
	override readonly name = 'Stopped';
	/** Whether SQL Server confirmed that it stopped; undefined when it had nothing to stop. */
	readonly confirmed: boolean | undefined;

	constructor(confirmed: boolean | undefined) {
		super('The request was given up');
		this.confirmed = confirmed;
	}
}

// The driver hands a cancellation through its streams, which takes some turns, and more of them where it is encrypted.
const turnsToWrite = 4;

/**
 * Tells SQL Server to stop a request, and waits until it has answered, for `patience` at most and not at all once `abandoned`. The word is
 * written in any case.
 */
export const stopRequest = async (
	request: Pick<Request, 'cancel'>,
	settled: Promise<unknown>,
	abandoned: AbortSignal,
): Promise<void> => {
	request.cancel();
	for (let turns = 0; turns < turnsToWrite; turns += 1) await turn();
	if (abandoned.aborted) return;
	const enough = Promise.withResolvers<void>();
	const leave = (): void => enough.resolve();
	const timer = setTimeout(leave, patience);
	abandoned.addEventListener('abort', leave, {once: true});
	try {
		await Promise.race([settled, enough.promise]);
	} catch {
		// A request that was cancelled fails with that.
	} finally {
		clearTimeout(timer);
		abandoned.removeEventListener('abort', leave);
	}
};
