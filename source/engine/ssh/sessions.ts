import {ProblemError} from '../../domain/problem.ts';

/** sshd's default `MaxSessions` is 10; one is left as slack for those that the server has not yet cleared away. */
const most = 9;
/** What only short commands may use, so that a ping or a file list still goes through when every long place is taken. */
const reserved = 2;

export type Length = 'short' | 'long';

/**
 * The session channels of one connection: commands, SFTP and `dial-stdio` share the few that sshd allows. Tunnels are not among
 * them.
 */
export type Sessions = {
	/** Takes one; the returned function gives it back, once. Throws a `ProblemError` when none is left. */
	take(length: Length): () => void;
	readonly inUse: number;
};

export const createSessions = (label: string): Sessions => {
	let inUse = 0;
	return {
		get inUse() {
			return inUse;
		},
		take(length) {
			if (inUse >= (length === 'long' ? most - reserved : most)) {
				throw new ProblemError({
					what: `Too much at once on ${label}`,
					why: `${inUse} commands run over this connection, and SSH servers allow 10`,
					next: 'close a log or wait for a command to end, then try again',
				});
			}

			inUse++;
			let given = false;
			return () => {
				if (given) return;
				given = true;
				inUse--;
			};
		},
	};
};
