type Ask<Value> = (resolve: (value: Value) => void, reject: (error: unknown) => void) => void;

/**
 * What a callback brings, or the reason of the first of these signals that aborts: whoever asked may have left, or the connection is
 * gone. An answer that comes too late goes to `late`, which closes what was opened.
 */
export const answer = async <Value>(
	ask: Ask<Value>,
	calledOff: readonly AbortSignal[],
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

		const fail = (error: unknown) => settle(() => reject(error));
		const leave = () => fail(calledOff.find(({aborted}) => aborted)?.reason);
		for (const signal of calledOff) signal.addEventListener('abort', leave);
		if (calledOff.some(({aborted}) => aborted)) {
			leave();
			return;
		}

		try {
			ask(value => {
				if (open) settle(() => resolve(value));
				else late(value);
			}, fail);
		} catch (error) {
			fail(error);
		}
	});

/** The two outcomes as the one callback that Node's older functions take. */
export const callback =
	<Value>(resolve: (value: Value) => void, reject: (error: unknown) => void) =>
	(error: unknown, value: Value): void => {
		if (error) reject(error);
		else resolve(value);
	};
