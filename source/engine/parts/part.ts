import type {HostCause} from '../../domain/host-cause.ts';
import type {HostPart} from '../../domain/host-parts.ts';
import type {Problem} from '../../domain/problem.ts';

/** What was seen of a part, in words without any secret. */
export type Look = {
	readonly evidence: string;
	/** What is not as it should be, though the part can be used. */
	readonly warning?: {readonly cause: HostCause; readonly problem: Problem};
};

/** A part of the host that can be looked at by itself. */
export type Part = Pick<HostPart, 'group' | 'name'> & {
	/** Rejects with a `CausedError`, or with the reason of the signal. */
	look(signal: AbortSignal): Promise<Look>;
};
