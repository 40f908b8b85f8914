import {ProblemError} from '../../domain/problem.ts';

/** There is no place left on a connection for what was asked; it may be tried again when something else has ended. */
export class NoRoomError extends ProblemError {}

/** `inUse` commands run over the connection. */
export const noRoom = (label: string, inUse: number): NoRoomError =>
	new NoRoomError({
		what: `Too much at once on ${label}`,
		why: `${inUse} commands run over this connection, and SSH servers allow 10`,
		next: 'close a log or wait for a command to end, then try again',
	});
