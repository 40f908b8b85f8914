/** The two ways an answer can be called off: by whoever asked, or because the connection is gone. */
export type CalledOff = readonly AbortSignal[];

/**
 * What a callback brings, or the reason of the first of these signals that aborts. An answer that comes too late goes to `late`, which
 * closes what was opened.
 */
export const answer = <Value>(
	ask: (done: (error: Error | null | undefined, value: Value) => void) => void,
	calledOff: CalledOff,
	late: (value: Value) => void = () => {},
): Promise<Value> =>
	new Promise<Value>((resolve, reject) => {
		let open = true;
		const settle = (how: () => void) => {
			if (!open) return;
			open = false;
			for (const signal of calledOff) signal.removeEventListener('abort', leave);
			how();
		};

		const leave = () => settle(() => reject(calledOff.find(({aborted}) => aborted)?.reason));
		for (const signal of calledOff) signal.addEventListener('abort', leave, {once: true});
		if (calledOff.some(({aborted}) => aborted)) {
			leave();
			return;
		}

		try {
			ask((error, value) => {
				if (error) settle(() => reject(error));
				else if (open) settle(() => resolve(value));
				else late(value);
			});
		} catch (error) {
			settle(() => reject(error as Error));
		}
	});
