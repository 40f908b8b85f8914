import {printable} from '../../domain/printable.ts';
import {ProblemError, type Problem} from '../../domain/problem.ts';
import {adviceFor} from './docker-elsewhere.ts';

/** `errno` name of a failure; undefined for an error that has none. */
export const codeOf = (error: unknown): string | undefined =>
	error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

const doesNotExist = 'it does not exist';
const hasNoDirectory = 'a part of the path is not a directory';

/** Whether nothing is there to be read, by what `fileProblem` says of it: each way to a host has codes of its own. */
export const isMissingFile = (error: unknown): boolean =>
	error instanceof ProblemError && [doesNotExist, hasNoDirectory].includes(error.problem.why);

/** Why a file or directory on the host could not be read; `code` is the `errno` name, undefined when only that it failed is known. */
export const fileProblem = (label: string, path: string, code: string | undefined): Problem => {
	const what = `Cannot read ${path} on ${label}`;
	switch (code ?? '') {
		case 'ENOENT':
			return {
				what,
				why: doesNotExist,
				next: 'check the path in your config and the directory it is relative to',
			};
		case 'EACCES':
		case 'EPERM':
			return {
				what,
				why: 'this user may not read it',
				next: 'give the user read access to the file and its directories, or log in as another user',
			};
		case 'EISDIR':
			return {what, why: 'it is a directory', next: 'name a file in your config'};
		case 'ENOTDIR':
			return {what, why: hasNoDirectory, next: 'check the path in your config'};
		default:
			return {
				what,
				why: code === undefined ? 'reading failed on the host' : `reading failed on the host (${code})`,
				next: 'check the disk and the file on the host',
			};
	}
};

/** Docker has no socket there: most often it is not installed or not started. `said` is what `elsewhere` found. */
export const socketMissing = (label: string, path: string, said = ''): Problem => ({
	what: `Cannot reach Docker on ${label}`,
	why: `there is no socket at ${path}`,
	next:
		adviceFor(printable(said), label, path) ??
		'check that Docker is installed and running there (`systemctl status docker`), or set `docker: {socket: …}` in your config',
});

/** `user` may not open the socket; `groups` are the groups they are in now, empty when not known. */
export const socketForbidden = (label: string, path: string, user: string, groups: readonly string[]): Problem => ({
	what: `Cannot reach Docker on ${label}`,
	why:
		groups.length === 0
			? `${user} may not open ${path}`
			: `${user} may not open ${path} and is only in the group${groups.length === 1 ? '' : 's'} ${groups.join(', ')}`,
	next: `run \`sudo usermod -aG docker ${user}\` there, then log in again`,
});

/** The socket is there and nobody listens on it. */
export const socketSilent = (label: string, path: string): Problem => ({
	what: `Cannot reach Docker on ${label}`,
	why: `nothing answers on ${path}`,
	next: 'start Docker there (`sudo systemctl start docker`)',
});

/** A TCP port that could not be opened from the host; `why` as far as the host said. */
export const portProblem = (label: string, host: string, port: number, why: string): Problem => ({
	what: `Cannot reach ${host}:${port} from ${label}`,
	why,
	next: 'check that the service runs, and the name, port and firewalls between the two',
});

/** In words, the reasons a connection attempt commonly fails; undefined for any other. */
export const refusalInWords = (code: string | undefined): string | undefined => {
	switch (code ?? '') {
		case 'ECONNREFUSED':
			return 'nothing listens on that port';
		case 'ENOTFOUND':
		case 'EAI_AGAIN':
			return 'the name is not known';
		case 'ETIMEDOUT':
			return 'it did not answer in time';
		case 'EHOSTUNREACH':
		case 'ENETUNREACH':
			return 'there is no route to it';
		case 'ECONNRESET':
			return 'it closed the connection';
		default:
			return undefined;
	}
};

/** The connection was closed from this side. */
export const closedByUs = (label: string): ProblemError =>
	new ProblemError({
		what: `The connection to ${label} is closed`,
		why: 'it was closed from here',
		next: 'connect again',
	});
