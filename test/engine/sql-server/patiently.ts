/** Milliseconds for a check of a server that falls silent: enough to come to where it does, where the machine is not busy. */
export const soon = 700;

/** On a busy machine. */
const late = 10 * soon;

/**
 * What a check comes to that waits until its time is over. One that ran out of time before it came where it should have has met a busy machine
 * and no fault, and is made once more with more of it.
 */
export const patiently = async <Outcome>(
	check: (deadline: number) => Promise<Outcome>,
	isAsExpected: (outcome: Outcome) => boolean,
): Promise<Outcome> => {
	const outcome = await check(soon);
	return isAsExpected(outcome) ? outcome : check(late);
};
