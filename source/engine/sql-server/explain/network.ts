import type {Verdict} from '../../../domain/verdict.ts';
import {ProblemError} from '../../../domain/problem.ts';
import {codesWithin} from './errors-within.ts';
import {without, type Finding} from '../finding.ts';
import {address, origin, quoted, type Subject} from '../subject.ts';

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
	['forbidden', [], /administratively prohibited|channel open failure: open failed/i],
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

/** Why the port could not be opened. */
export const explainNetwork = (errors: readonly Error[], subject: Subject): Finding => {
	const kind = kindOf(errors);
	const what = `Cannot reach SQL Server at ${address(subject)}`;
	const finding = (evidence: string, why: string, next: string, verdict: Verdict = 'failed'): Finding =>
		without('network', verdict, kind === undefined || kind === 'timeout' ? 'network' : kind, evidence, {
			what,
			why,
			next,
		});
	const from = origin(subject);
	switch (kind) {
		case 'name':
			return finding(
				'name not found',
				`${from} cannot resolve the name ${subject.config.server}`,
				'check `server` in the config; if it is right, the network team owns the names',
			);
		case 'refused':
			return finding(
				'connection refused',
				`the machine answers, but nothing listens on port ${subject.config.port}`,
				'check `port` in the config, then ask the database team whether SQL Server runs and takes TCP connections there',
			);
		case 'unreachable':
			return finding(
				'no route',
				`there is no route from ${from}`,
				`check \`server\` in the config and the VPN; the network team owns the routes`,
			);
		case 'timeout':
			return networkTimeout(subject, '');
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

/** Nothing at all came back. `span` is the time we gave it, empty where it was the system that gave up. */
export const networkTimeout = (subject: Subject, span: string): Finding => {
	const limit = span === '' ? '' : ` ${span}`;
	return without('network', 'timeout', 'network', `no answer${limit}`, {
		what: `Cannot reach SQL Server at ${address(subject)}`,
		why: `nothing answers ${origin(subject)}${limit}, as when a firewall drops the packets`,
		next: `check \`server\` and \`port\` in the config, then ask the network team to let ${origin(subject)} through`,
	});
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
