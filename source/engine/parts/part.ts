import {CausedError, type HostCause} from '../../domain/host-cause.ts';
import {problemIn, type Problem} from '../../domain/problem.ts';

/** What was seen of a part, in words without any secret. */
export type Look = {
	readonly evidence: string;
	/** What is not as it should be, though the part can be used. */
	readonly warning?: {readonly cause: HostCause; readonly problem: Problem};
};

/** Something on the host that others need, which can be looked at by itself. */
export type Part = {
	/** Of the parts of one group each needs the one before it; a group needs no other. */
	readonly group: string;
	readonly name: string;
	/** Rejects with a `CausedError`, or with the reason of the signal. */
	look(signal: AbortSignal): Promise<Look>;
};

/** A part whose failures that name no cause of their own have this one. */
export const part = (
	group: string,
	name: string,
	cause: HostCause,
	look: (signal: AbortSignal) => Promise<Look>,
): Part => ({
	group,
	name,
	async look(signal) {
		try {
			return await look(signal);
		} catch (error) {
			signal.throwIfAborted();
			throw error instanceof CausedError ? error : new CausedError(cause, problemIn(error), {cause: error});
		}
	},
});
