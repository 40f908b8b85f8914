/**
 * What a promise settles to, or the signal's reason as soon as it aborts. For promises of others that may never settle; what becomes of
 * them later is nobody's concern.
 */
export const orAborted = async <Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> => {
	const {promise: aborted, reject} = Promise.withResolvers<never>();
	const leave = (): void => reject(signal.reason);
	if (signal.aborted) leave();
	else signal.addEventListener('abort', leave, {once: true});
	try {
		return await Promise.race([promise, aborted]);
	} finally {
		signal.removeEventListener('abort', leave);
	}
};
