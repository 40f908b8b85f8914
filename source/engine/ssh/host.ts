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
