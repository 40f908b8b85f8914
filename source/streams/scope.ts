/** A signal that aborts with the first of several, and can be let go of: nothing stays on the ones it followed. */
export type Scope = {readonly signal: AbortSignal; abort(reason: unknown): void; [Symbol.dispose](): void};

/**
 * `AbortSignal.any` would leave a trace on a signal that lives as long as the connection, for each of very many short calls.
 * Disposing aborts as well, so what was opened under the scope ends with it.
 */
export const scopeOf = (...signals: readonly AbortSignal[]): Scope => {
	const controller = new AbortController();
	const followed = signals.map(signal => {
		const follow = (): void => controller.abort(signal.reason);
		if (signal.aborted) follow();
		else signal.addEventListener('abort', follow, {once: true});
		return (): void => signal.removeEventListener('abort', follow);
	});

	return {
		signal: controller.signal,
		abort: reason => controller.abort(reason),
		[Symbol.dispose]() {
			for (const leave of followed) leave();
			controller.abort();
		},
	};
};
