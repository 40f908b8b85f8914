/** Something for one to wait for. */
export type Bell = {
	/** Wakes whoever waits, or else whoever waits next. */
	ring(): void;
	/** Resolves when it rings; at once when it has rung since the last wait. */
	rung(): Promise<void>;
};

/** Nothing of an earlier wait stays behind, as it would on a promise that is raced again and again. */
export const createBell = (): Bell => {
	let hasRung = false;
	let wake: (() => void) | undefined;
	return {
		ring() {
			hasRung = true;
			wake?.();
		},
		async rung() {
			if (!hasRung) {
				await new Promise<void>(resolve => {
					wake = resolve;
				});
				wake = undefined;
			}

			hasRung = false;
		},
	};
};
