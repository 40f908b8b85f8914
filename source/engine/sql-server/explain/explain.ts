import type {Cause} from '../../../domain/cause.ts';
import type {StepName} from '../../../domain/freshness.ts';
import {withSchema} from '../../../domain/procedure-name.ts';
import {ProblemError, type Problem} from '../../../domain/problem.ts';
import {codesWithin, errorsWithin} from './errors-within.ts';
import {explainMessages} from './messages.ts';
import {explainNetwork, networkTimeout} from './network.ts';
import {explainTls} from './tls.ts';
import {without, type Finding} from '../finding.ts';
import {address, quoted, within, type ServerMessage, type Subject} from '../subject.ts';

/** Everything known about a check that did not come to its end. */
export type Failure = {
	/** The step that was being made. */
	readonly at: StepName;
	readonly thrown: readonly unknown[];
	/** What SQL Server itself said, the first first. */
	readonly messages: readonly ServerMessage[];
};

/**
 * Why a check failed, in the order of what tells most: SQL Server's own error numbers, then the codes inside the error, then the step that
 * was being made.
 */
export const explain = ({at, thrown, messages}: Failure, subject: Subject): Finding => {
	const told = explainMessages(messages, at, subject);
	if (told !== undefined) return told;
	const errors = errorsWithin(thrown);
	if (at === 'network') return explainNetwork(errors, subject);
	const lost = errors.find(error => error instanceof ProblemError);
	if (lost !== undefined) return without(at, 'failed', 'connection', quoted(subject, lost.problem.why), lost.problem);
	const encryption = at === 'tls' ? explainTls(errors, subject) : undefined;
	if (encryption !== undefined) return encryption;
	const codes = codesWithin(errors);
	if (codes.some(code => cut.has(code)) || errors.some(({message}) => /socket hang up/i.test(message)))
		return without(at, 'failed', 'reset', 'connection closed by the other end', cutOff(at, subject));
	const text = quoted(subject, errors.findLast(({message}) => message !== '')?.message ?? 'no reason given');
	return without(at, 'failed', 'protocol', text, {
		what: whatFails(at, subject),
		why: `the answer was not what SQL Server is known to send (${text})`,
		next: 'check that `port` in the config is the one of SQL Server, and report this if it is',
	});
};

const cut = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'ECLOSE', 'ECONNCLOSED', 'ERR_STREAM_PREMATURE_CLOSE']);

/** Which step our own time ran out at, and what that usually means. `rows` came before it fell silent. */
export const explainTimeout = (at: StepName, rows: number, subject: Subject): Finding => {
	if (at === 'network') return networkTimeout(subject, within(subject));
	const evidence = at === 'rows' ? `${rows} rows, then no end ${within(subject)}` : `no answer ${within(subject)}`;
	return without(at, 'timeout', causeOfSilence(at), evidence, {what: whatFails(at, subject), ...silence(at, subject)});
};

const causeOfSilence = (at: StepName): Cause => (at === 'timestamp' || at === 'age' ? 'rows' : at);

const whatFails = (at: StepName, subject: Subject): string => {
	switch (at) {
		case 'network':
		case 'tls':
			return `Cannot talk to SQL Server at ${address(subject)}`;
		case 'login':
			return `Cannot log in to SQL Server at ${address(subject)}`;
		case 'database':
			return `Cannot use the database ${subject.config.database}`;
		case 'procedure':
		case 'rows':
		case 'timestamp':
		case 'age':
			return `Cannot get an answer from ${withSchema(subject.config.procedure)}`;
	}
};

const cutOff = (at: StepName, subject: Subject): Problem => {
	const what = whatFails(at, subject);
	switch (at) {
		case 'network':
		case 'tls':
			return {
				what,
				why: 'the other end took the connection and closed it before a word was said, as what is not SQL Server does',
				next: 'check `port` in the config, then ask the database team what listens there',
			};
		case 'login':
			return {
				what,
				why: 'the connection was closed during the login',
				next: 'ask the database team whether the server is starting up, full or shutting down',
			};
		case 'database':
		case 'procedure':
		case 'rows':
		case 'timestamp':
		case 'age':
			return {
				what,
				why: 'the connection was closed before the answer was complete',
				next: 'check again; if it stays ask the database team whether the server restarts or ends sessions',
			};
	}
};

const silence = (at: StepName, subject: Subject): Pick<Problem, 'why' | 'next'> => {
	switch (at) {
		case 'network':
		case 'tls':
			return {
				why: `the port takes connections, but nothing that speaks as SQL Server answers ${within(subject)}`,
				next: 'check `port` in the config, then ask the database team whether the server hangs',
			};
		case 'login':
			return {
				why: `the server did not finish the login ${within(subject)}`,
				next: 'ask the database team whether the server, or the domain it asks, is overloaded',
			};
		case 'database':
			return {
				why: `the login was accepted, but a question for the time was not answered ${within(subject)}`,
				next: 'ask the database team whether the server is overloaded',
			};
		case 'procedure':
		case 'rows':
		case 'timestamp':
		case 'age':
			return {
				why: `it did not finish ${within(subject)}`,
				next: 'ask the database team what it waits for: a lock held by an import, or a query that became slow',
			};
	}
};
