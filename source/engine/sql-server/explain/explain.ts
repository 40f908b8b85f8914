import type {StepName} from '../../../domain/data/freshness.ts';
import {ProblemError} from '../../../domain/problem.ts';
import {OtherProtocolError} from '../driver/first-word.ts';
import {without, type Finding} from '../finding.ts';
import {quoted, type Subject} from '../subject.ts';
import {codesWithin, errorsWithin} from './errors-within.ts';
import {cutOff} from './cut-off.ts';
import type {Failure} from './failure.ts';
import {explainMessages} from './messages.ts';
import {explainNetwork} from './network.ts';
import {explainTls} from './tls.ts';
import {whatFails} from './what-fails.ts';

/**
 * Why a check failed, in the order of what tells most: SQL Server's own error numbers, then the codes inside the error, then the step that
 * was being made.
 */
export const explain = (failure: Failure, subject: Subject): Finding => {
	const {at, thrown, messages, reach} = failure;
	const told = explainMessages(messages, at, subject);
	if (told !== undefined) return told;
	const errors = errorsWithin(thrown);
	if (at === 'network') return explainNetwork(errors, reach, subject);
	const lost = errors.find(error => error instanceof ProblemError);
	if (lost !== undefined) return without(at, 'failed', 'connection', quoted(subject, lost.problem.why), lost.problem);
	const other = errors.find(error => error instanceof OtherProtocolError);
	if (other !== undefined) return otherProtocol(at, other, subject);
	const encryption = at === 'tls' ? explainTls(errors, subject) : undefined;
	if (encryption !== undefined) return encryption;
	const codes = codesWithin(errors);
	if (codes.includes('EFEDAUTH')) return noToken(errors, subject);
	if (codes.some(code => cut.has(code)) || errors.some(({message}) => hungUp.test(message)))
		return cutOff(failure, subject);
	const text = quoted(subject, errors.findLast(({message}) => message !== '')?.message ?? 'no reason given');
	return without(at, 'failed', 'protocol', text, {
		what: whatFails(at, subject),
		why: `the answer was not what SQL Server is known to send (${text})`,
		next: 'check that `port` in the config is the one of SQL Server, and report this if it is',
	});
};

/** The driver says it by no code, and inside of TLS in other words. */
const hungUp = /socket hang up|unexpected end of message stream/i;

const cut = new Set([
	'ECONNRESET',
	'EPIPE',
	'ECONNABORTED',
	'ECLOSE',
	'ECONNCLOSED',
	'ERR_STREAM_DESTROYED',
	'ERR_STREAM_PREMATURE_CLOSE',
]);

const otherProtocol = (at: StepName, {tls, began}: OtherProtocolError, subject: Subject): Finding =>
	tls
		? without(at, 'failed', 'encryption', 'the server speaks TLS only', {
				what: whatFails(at, subject),
				why: 'what answers wants TLS before the first word, as SQL Server 2022 does when it is set to strict encryption',
				next: 'set `encrypt: strict` in the config, and check `port`',
			})
		: without(at, 'failed', 'protocol', `the answer begins ${JSON.stringify(quoted(subject, began))}`, {
				what: whatFails(at, subject),
				why: `what listens on the port is not SQL Server: it answers ${JSON.stringify(quoted(subject, began))}`,
				next: 'check `server` and `port` in the config, then ask the database team which port SQL Server listens on',
			});

const noToken = (errors: readonly Error[], subject: Subject): Finding => {
	const reason = errors.findLast(({message}) => message !== '')?.message ?? 'no reason given';
	return without('login', 'failed', 'token', `no token: ${quoted(subject, reason)}`, {
		what: whatFails('login', subject),
		why: `Azure gave no token for ${subject.config.login.type}: ${quoted(subject, reason)}`,
		next: 'check `authentication` in the config, and that this machine may ask Azure for a token',
	});
};
