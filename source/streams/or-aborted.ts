/**
 * Settles as the promise does, or rejects with the signal's reason if that comes first. For promises of others that may never settle; what
 * becomes of them later is nobody's concern.
 */
export const orAborted = async <Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> => {
	const aborted = Promise.withResolvers<never>();
	const abort = (): void => aborted.reject(signal.reason);
	if (signal.aborted) abort();
	else signal.addEventListener('abort', abort, {once: true});
	try {
		return await Promise.race([promise, aborted.promise]);
	} finally {
		signal.removeEventListener('abort', abort);
		// Whichever lost may still reject, to nobody.
		promise.catch(() => {});
		aborted.promise.catch(() => {});
	}
};
