import type {Client} from 'ssh2';
import type {Sessions} from './sessions.ts';

/** One logged-in SSH connection and what is shared by all that is opened on it. */
export type SshHost = {
	readonly label: string;
	readonly user: string;
	readonly client: Client;
	readonly sessions: Sessions;
	/** Aborts with a `ProblemError` when the connection is gone. */
	readonly lost: AbortSignal;
};

/** Why it is gone. */
export const reasonOf = (lost: AbortSignal): Error => {
	const reason: unknown = lost.reason;
	return reason instanceof Error ? reason : new Error('The connection is gone', {cause: reason});
};
