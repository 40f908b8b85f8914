import {ProblemError} from '../../domain/problem.ts';
import type {WrittenHost} from './ssh-target.ts';

const form =
	/^(?:ssh:\/\/)?(?:(?<user>.+)@)?(?:\[(?<address>[^\]]+)\]|(?<host>[^@:[\]]+)|(?<bare>[\da-f]*:[\da-f:.%\w]*))(?::(?<port>\d+))?$/i;

/** Reads `user@host:port`, each of the first and last optional. Throws a `ProblemError` for anything else. */
export const readWrittenHost = (ssh: string): WrittenHost => {
	const groups = form.exec(ssh.trim())?.groups;
	const host = groups?.['address'] ?? groups?.['host'] ?? groups?.['bare'];
	const port = groups?.['port'] === undefined ? undefined : Number(groups['port']);
	// A leading dash would be read as an option by ssh.
	if (host === undefined || host.startsWith('-') || /\s/.test(host) || port === 0 || (port ?? 0) > 65_535) {
		throw new ProblemError({
			what: `Cannot connect to ${ssh}`,
			why: 'this names no host',
			next: 'write it as user@host, user@host:port, or a name from ~/.ssh/config',
		});
	}

	return {host, user: groups?.['user'], port};
};
