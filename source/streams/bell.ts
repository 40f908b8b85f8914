/** Something for one to wait for. */
export type Bell = {
	/** Wakes whoever waits, or else whoever waits next. */
	ring(): void;
	/** Resolves when it rings; at once when it has rung since the last wait. */
	rung(): Promise<void>;
	/** The same, for so many milliseconds at most or until `signal` aborts; resolves with whether it has rung. */
	within(milliseconds: number, signal: AbortSignal): Promise<boolean>;
};

/** Nothing of an earlier wait stays behind, as it would on a promise that is raced again and again. */
export const createBell = (): Bell => {
	let hasRung = false;
	let wake: (() => void) | undefined;

	const giveUp = (): void => wake?.();

	const wait = async (): Promise<boolean> => {
		if (!hasRung) {
			await new Promise<void>(resolve => {
				wake = resolve;
			});
			wake = undefined;
		}

		const rang = hasRung;
		hasRung = false;
		return rang;
	};

	return {
		ring() {
			hasRung = true;
			wake?.();
		},
		async rung() {
			await wait();
		},
		async within(milliseconds, signal) {
			const rang = wait();
			const timer = setTimeout(giveUp, milliseconds);
			signal.addEventListener('abort', giveUp, {once: true});
			if (signal.aborted) giveUp();
			try {
				return await rang;
			} finally {
				clearTimeout(timer);
				signal.removeEventListener('abort', giveUp);
			}
		},
	};
};
