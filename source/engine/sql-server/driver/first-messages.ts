import type {ServerMessage} from '../subject.ts';

/** More than anybody reads, and than what went wrong first. */
const most = 50;

/** Keeps the first of the errors that SQL Server reports in `messages`. A procedure can report them in a loop. */
export const keepFirst =
	(messages: ServerMessage[]) =>
	(message: ServerMessage): void => {
		if (messages.length < most) messages.push(message);
	};
