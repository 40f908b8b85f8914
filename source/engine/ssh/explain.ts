import type {Problem} from '../../domain/problem.ts';
import {refusalInWords} from '../host/explain-host.ts';
import type {LoginHistory} from './login-history.ts';
import type {SshTarget} from './ssh-target.ts';

type Failure = Error & {readonly level?: string; readonly code?: string | number};

const inList = (words: readonly string[]): string => (words.length === 0 ? 'nothing' : words.join(', '));

/** Why nobody was let in, given all that was tried. */
export const loginRefused = (target: SshTarget, {tried, troubles, accepted}: LoginHistory): Problem => {
	const troubled = troubles.length === 0 ? '' : `; ${troubles.join('; ')}`;
	return {
		what: `Cannot log in to ${target.label}`,
		why:
			tried.length === 0
				? `there was no key to offer, and the server takes ${inList(accepted)} only${troubled}`
				: `the server refused all that was tried for ${target.user}: ${inList(tried)}${troubled}`,
		next: `check the user and the key, or add your key there with \`ssh-copy-id\``,
	};
};

/** Whether the server said, in the words of OpenSSH, that it was offered too many keys. */
export const isRefusal = (error: Error): boolean => /too many authentication failures/i.test(error.message);

/** Why no connection came about. */
export const explainDialling = (target: SshTarget, history: LoginHistory, error: Failure): Problem => {
	const {label, host, port} = target;
	const what = `Cannot connect to ${label}`;
	const code = typeof error.code === 'string' ? error.code : undefined;
	if (isRefusal(error)) {
		return {
			what: `Cannot log in to ${label}`,
			why: `the server closed the connection after too many refused keys: ${inList(history.tried)}`,
			next: 'name the right key with `IdentityFile` and `IdentitiesOnly yes` in ~/.ssh/config',
		};
	}

	switch (code ?? '') {
		case 'ENOTFOUND':
		case 'EAI_AGAIN':
			return {what, why: `the name ${host} is not known`, next: 'check the name, and that your network and VPN are up'};
		case 'ECONNREFUSED':
			return {
				what,
				why: `nothing listens on port ${port} of ${host}`,
				next: 'check the port, and that the SSH server runs there',
			};
		case 'ECONNRESET':
		case 'EPIPE':
			return {
				what,
				why: `${host} cut the connection`,
				next: 'try again; if it stays, look at the log of its SSH server',
			};
		default:
	}

	const unreachable = refusalInWords(code);
	if (unreachable !== undefined)
		return {
			what,
			why: `${host}: ${unreachable}`,
			next: 'check that your network and VPN are up, and firewalls between',
		};
	const algorithm = /no matching (?<kind>.+)/.exec(error.message)?.groups?.['kind'];
	if (algorithm !== undefined) {
		return {
			what,
			why: `${host} and this console have no ${algorithm} in common`,
			next: 'update the SSH server: it may know only methods that are no longer safe',
		};
	}

	if (error.level === 'protocol' || error.level === 'handshake')
		return {
			what,
			why: `${host} did not speak SSH on port ${port}, or hung up before it began`,
			next: 'check the port; if it is right, the server may be refusing this address or be overloaded',
		};
	return {what, why: `the connection to ${host} failed`, next: 'try again, and try `ssh` with the same name'};
};

export const closedWhileDialling = ({label, host}: SshTarget): Problem => ({
	what: `Cannot connect to ${label}`,
	why: `${host} closed the connection before the login was done`,
	next: 'try again; if it stays, look at the log of its SSH server',
});

/** `limit` in milliseconds. */
export const tooSlow = ({label, host, port}: SshTarget, limit: number): Problem => ({
	what: `Cannot connect to ${label}`,
	why: `${host} did not answer on port ${port} within ${limit / 1000} seconds`,
	next: 'check the name and the port, that your network and VPN are up, and firewalls between',
});

/** Why an established connection is gone; `error` is undefined when the server just closed it. */
export const explainLoss = (label: string, error: Failure | undefined): Problem => {
	const what = `The connection to ${label} was lost`;
	if (error?.level === 'client-timeout')
		return {what, why: 'the server stopped answering', next: 'check that the server runs and the network is up'};
	if (error === undefined)
		return {what, why: 'the server closed it', next: 'check that the server runs: it may be restarting'};
	return {what, why: 'the network cut it', next: 'check that the server runs and the network is up'};
};
