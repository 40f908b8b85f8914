/** A limit on waiting for a machine. The clock stands still while a person is asked something. */
export type Deadline = {
	/** Runs this with the clock stopped. */
	pausedFor<Value>(ask: () => Promise<Value>): Promise<Value>;
	stop(): void;
};

/** `limit` in milliseconds. */
export const createDeadline = (limit: number, passed: () => void): Deadline => {
	let left = limit;
	let since = performance.now();
	let asking = 0;
	let stopped = false;
	let timer = setTimeout(passed, left);
	const stop = () => clearTimeout(timer);
	return {
		async pausedFor(ask) {
			if (asking++ === 0) {
				stop();
				left -= performance.now() - since;
			}

			try {
				return await ask();
			} finally {
				if (--asking === 0 && !stopped) {
					since = performance.now();
					timer = setTimeout(passed, Math.max(0, left));
				}
			}
		},
		stop() {
			stopped = true;
			stop();
		},
	};
};
