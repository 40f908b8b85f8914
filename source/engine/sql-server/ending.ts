/** What bounds everything that is done for a check. */
export type Life = {
	/** Aborts when no more is to be done for it, for whatever reason. */
	readonly signal: AbortSignal;
	/** Aborts when nobody waits for an outcome any longer: what is open is closed at once. */
	readonly abandoned: AbortSignal;
};

/** How a check came to be ended before its end, and so many milliseconds after it began. */
export type Stop = {readonly why: 'late' | 'cancelled'; readonly after: number};

export type Ending = Life & {
	/** Undefined while it goes on, and when it was abandoned. */
	stopped(): Stop | undefined;
	/** Gives the whole time again. */
	anew(): void;
	/** There is nothing left to be ended. */
	over(): void;
};

/** Ends a check at its deadline in milliseconds, when it is cancelled, or when it is abandoned. */
export const startEnding = (deadline: number, cancel: AbortSignal | undefined, abandoned: AbortSignal): Ending => {
	const begun = performance.now();
	const ending = new AbortController();
	let stop: Stop | undefined;
	const stopAs = (why: Stop['why']) => (): void => {
		if (ending.signal.aborted) return;
		stop = {why, after: performance.now() - begun};
		ending.abort(new Error(`The check was ${why}`));
	};
	const leave = (): void => ending.abort(abandoned.reason);
	const cancelled = stopAs('cancelled');
	const timer = setTimeout(stopAs('late'), deadline);
	abandoned.addEventListener('abort', leave, {once: true});
	cancel?.addEventListener('abort', cancelled, {once: true});
	if (cancel?.aborted === true) cancelled();
	return {
		signal: ending.signal,
		abandoned,
		stopped: () => stop,
		anew() {
			if (!ending.signal.aborted) timer.refresh();
		},
		over() {
			clearTimeout(timer);
			abandoned.removeEventListener('abort', leave);
			cancel?.removeEventListener('abort', cancelled);
		},
	};
};
