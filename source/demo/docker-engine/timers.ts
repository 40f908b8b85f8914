/** Timers that belong to something that can end before they fire. */
export type Timers = Disposable & {
	after(milliseconds: number, act: () => void): void;
	clear(): void;
};

/** `pace` is how many milliseconds pass here for one that is asked for. */
export const createTimers = (pace: number): Timers => {
	const pending = new Set<NodeJS.Timeout>();
	const clear = () => {
		for (const timer of pending) clearTimeout(timer);
		pending.clear();
	};
	return {
		after(milliseconds, act) {
			const timer = setTimeout(() => {
				pending.delete(timer);
				act();
			}, milliseconds * pace);
			pending.add(timer);
		},
		clear,
		[Symbol.dispose]: clear,
	};
};
