import {ProblemError} from '../../../domain/problem.ts';
import {codesWithin} from './errors-within.ts';
import {wayInWords} from '../evidence.ts';
import {without, type Finding} from '../finding.ts';
import type {Reach} from '../reach.ts';
import {origin, quoted, type Subject} from '../subject.ts';
import {explainInstance} from './instance.ts';
import {networkTimeout} from './stopped.ts';
import {whatFails} from './what-fails.ts';

type Kind = 'name' | 'refused' | 'unreachable' | 'timeout' | 'forbidden' | 'reset';

// A refused tunnel carries the other end's `strerror` or `gai_strerror` as its text, and a number that says whether it was allowed.
// https://www.rfc-editor.org/rfc/rfc4254#section-5.1
const prohibited = 1;
const signs: ReadonlyArray<readonly [Kind, readonly string[], RegExp]> = [
	[
		'name',
		['ENOTFOUND', 'EAI_AGAIN', 'EAI_NONAME'],
		/name or service not known|name resolution|nodename nor servname|name is not known/i,
	],
	['refused', ['ECONNREFUSED'], /connection refused|nothing listens/i],
	[
		'unreachable',
		['EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'ENETDOWN', 'EADDRNOTAVAIL'],
		/no route to|unreachable/i,
	],
	['timeout', ['ETIMEDOUT'], /timed out|did not answer in time/i],
	['forbidden', [], /administratively prohibited/i],
	['reset', ['ECONNRESET', 'EPIPE'], /connection reset|socket hang up/i],
];

const kindOf = (errors: readonly Error[]): Kind | undefined => {
	if (errors.some(error => 'reason' in error && error.reason === prohibited)) return 'forbidden';
	const codes = codesWithin(errors);
	return (
		signs.find(([, ownCodes]) => ownCodes.some(code => codes.includes(code)))?.[0] ??
		signs.find(([, , text]) => errors.some(({message}) => text.test(message)))?.[0]
	);
};

/** Why the port could not be opened. `reach` says how far it came. */
export const explainNetwork = (errors: readonly Error[], reach: Reach | undefined, subject: Subject): Finding => {
	const what = whatFails('network', subject);
	const unknownPort = explainInstance(errors, reach, subject);
	if (unknownPort !== undefined) return unknownPort;
	const kind = kindOf(errors);
	const known = reach === undefined ? '' : wayInWords(subject, reach);
	const finding = (evidence: string, why: string, next: string): Finding =>
		without('network', 'failed', kind === undefined || kind === 'timeout' ? 'network' : kind, known + evidence, {
			what,
			why,
			next,
		});
	const from = origin(subject);
	const port = reach?.port ?? subject.config.port;
	switch (kind) {
		case 'name':
			return finding(
				`${subject.config.server} not found`,
				`${from} cannot resolve the name ${subject.config.server}`,
				'check `server` in the config; if it is right, the network team owns the names',
			);
		case 'refused':
			return finding(
				`connection refused on port ${port}`,
				`the machine answers, but nothing listens on port ${port}`,
				'check `port` in the config, then ask the database team whether SQL Server runs and takes TCP connections there',
			);
		case 'unreachable':
			return finding(
				'no route',
				`there is no route from ${from}`,
				`check \`server\` in the config and the VPN; the network team owns the routes`,
			);
		case 'timeout':
			return networkTimeout(subject, reach, '');
		case 'forbidden':
			return finding(
				'tunnel not allowed',
				`the SSH server of ${from} does not allow tunnels to it`,
				'ask whoever owns that host for `AllowTcpForwarding` and `PermitOpen` in its sshd_config, or set `via: direct`',
			);
		case 'reset':
			return finding(
				'connection reset',
				'the connection was cut as soon as it was made',
				'ask the network team whether a firewall stands between, and the database team whether SQL Server runs',
			);
		case undefined:
			return untold(errors, subject, what);
	}
};

/** The connection to the host has its own words when it is the one that failed. */
const untold = (errors: readonly Error[], subject: Subject, what: string): Finding => {
	const told = errors.find(error => error instanceof ProblemError);
	if (told !== undefined)
		return without('network', 'failed', 'network', quoted(subject, told.problem.why), told.problem);
	const text = quoted(subject, errors.at(-1)?.message ?? 'no reason given');
	return without('network', 'failed', 'network', text, {
		what,
		why: `the connection failed (${text})`,
		next: 'check `server` and `port` in the config and the way there',
	});
};
