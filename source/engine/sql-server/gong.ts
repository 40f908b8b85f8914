/** Wakes whoever waits. Nobody is owed a ring that came before they waited. */
export type Gong = {
	ring(): void;
	/** Resolves when it rings, after so many milliseconds, or when `signal` aborts. */
	wait(milliseconds: number, signal: AbortSignal): Promise<void>;
};

export const createGong = (): Gong => {
	const waiting = new Set<() => void>();
	return {
		ring() {
			for (const wake of waiting) wake();
		},
		wait: (milliseconds, signal) =>
			new Promise(resolve => {
				const wake = (): void => {
					clearTimeout(timer);
					signal.removeEventListener('abort', wake);
					waiting.delete(wake);
					resolve();
				};
				const timer = setTimeout(wake, milliseconds);
				waiting.add(wake);
				if (signal.aborted) wake();
				else signal.addEventListener('abort', wake, {once: true});
			}),
	};
};
