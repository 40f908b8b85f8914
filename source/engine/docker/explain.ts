import {printable} from '../../domain/printable.ts';
import {ProblemError, type Problem} from '../../domain/problem.ts';
import {codeOf} from '../host/explain-host.ts';

/** What was asked of Docker, as words that follow "Cannot": `list the containers`. */
type Asked = string;

/** Docker's own sentence out of `(HTTP code 404) unexpected - No such container: 4f2a `. */
const dockersWords = (error: Error): string => {
	const words = printable(error.message.replace(/^\(HTTP code \d+\) .*? - /s, '').trim());
	return words === '' ? 'it gave no reason' : words.length > 300 ? `${words.slice(0, 300)}…` : words;
};

const statusOf = (error: Error): number | undefined =>
	'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : undefined;

const answered = (asked: Asked, status: number, words: string): Problem => {
	const what = `Cannot ${asked}`;
	switch (status) {
		case 401:
		case 403:
			return {what, why: `Docker forbids it: ${words}`, next: 'ask who runs the host which users may use Docker'};
		case 404:
			return {
				what,
				why: `Docker does not know it any more: ${words}`,
				next: 'look at the list again, it may have been re-created',
			};
		case 409:
			return {
				what,
				why: `its present state does not allow it: ${words}`,
				next: 'wait for what is going on with it, then try again',
			};
		case 400:
			return {
				what,
				why: `Docker did not accept the request: ${words}`,
				next: 'check that this Docker Engine is version 20.10 or newer',
			};
		default:
			return {what, why: words, next: 'mend what Docker names, then try again'};
	}
};

const unreached = (asked: Asked, error: Error): Problem => {
	const what = `Cannot ${asked}`;
	const code = codeOf(error) ?? '';
	switch (code) {
		case 'EACCES':
		case 'EPERM':
			return {
				what,
				why: 'this user may not open the socket of Docker',
				next: 'add the user to the docker group on the host (`sudo usermod -aG docker USER`) and log in again',
			};
		case 'ENOENT':
			return {
				what,
				why: 'the socket of Docker does not exist on the host',
				next: 'check that Docker is installed there, and where it listens if `socket` is set in the config',
			};
		case 'ECONNREFUSED':
			return {
				what,
				why: 'the Docker daemon is not running',
				next: 'start it on the host (`sudo systemctl start docker`)',
			};
		case 'ECONNRESET':
		case 'EPIPE':
		case 'ERR_STREAM_PREMATURE_CLOSE':
			return brokeOff(asked);
		default:
			// Node's own parser, on what is no HTTP.
			return code.startsWith('HPE_')
				? notUnderstood(asked)
				: {what, why: printable(error.message), next: 'check that Docker runs on the host'};
	}
};

/** For a connection to Docker that ended before its time. */
export const brokeOff = (asked: Asked): Problem => ({
	what: `Cannot ${asked}`,
	why: 'Docker hung up in the middle of it',
	next: 'check whether the Docker daemon is restarting (`systemctl status docker`)',
});

/** For an answer that came and says nothing this program can read. */
export const notUnderstood = (asked: Asked): Problem => ({
	what: `Cannot ${asked}`,
	why: 'what answered on the socket of Docker does not speak as Docker does',
	next: 'check `socket` in the config, and that Docker Engine is version 20.10 or newer',
});

/** For one that did not come within `deadline` milliseconds. */
export const noAnswer = (asked: Asked, deadline: number): Problem => ({
	what: `Cannot ${asked}`,
	why: `Docker does not answer: nothing came for ${deadline / 1000} s`,
	next: 'check the load of the host and the Docker daemon (`systemctl status docker`)',
});

/** Puts whatever a request to Docker failed with into words. What already is in words stays as it is. */
export const explainDocker = (asked: Asked, error: unknown): ProblemError => {
	if (error instanceof ProblemError) return error;
	if (!(error instanceof Error)) return new ProblemError(notUnderstood(asked), {cause: error});
	const status = statusOf(error);
	const problem = status === undefined ? unreached(asked, error) : answered(asked, status, dockersWords(error));
	return new ProblemError(problem, {cause: error});
};

/** Whether Docker said that there is no such container. */
export const isGone = (error: unknown): boolean =>
	error instanceof ProblemError && error.cause instanceof Error && statusOf(error.cause) === 404;

/** What Docker said when it answered with a refusal; undefined for every other failure, of which it is not known what Docker did. */
export const refusalIn = (error: unknown): string | undefined =>
	error instanceof ProblemError && error.cause instanceof Error && statusOf(error.cause) !== undefined
		? dockersWords(error.cause)
		: undefined;
