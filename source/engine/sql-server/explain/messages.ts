import type {StepName} from '../../../domain/data/freshness.ts';
import {withSchema} from '../../../domain/data/procedure-name.ts';
import {without, type Finding} from '../finding.ts';
import {address, quoted, said, type ServerMessage, type Subject} from '../subject.ts';
import {knownMessages, type KnownMessage, type Part} from './known-messages.ts';
import {saysStale} from './stale-words.ts';

/** What users raise themselves is numbered from here. https://learn.microsoft.com/sql/t-sql/language-elements/raiserror-transact-sql */
const raisedByUser = 50_000;

const whats: Readonly<Record<Part, (subject: Subject) => string>> = {
	login: subject => `Cannot log in to SQL Server at ${address(subject)}`,
	database: subject => `Cannot open the database ${subject.config.database}`,
	procedure: subject => `Cannot run ${withSchema(subject.config.procedure)}`,
};

/** What SQL Server's own error messages mean, undefined when there are none. */
export const explainMessages = (
	messages: readonly ServerMessage[],
	at: StepName,
	subject: Subject,
): Finding | undefined => {
	const stale = messages.find(isRaisedAsStale);
	if (stale !== undefined) return raisedStale(stale, subject);
	for (const known of knownMessages) {
		const message = messages.find(each => isMeant(known, each, at, subject));
		if (message === undefined) continue;
		const {step, cause, why, next} = known;
		return without(step, 'failed', cause, said(subject, message), {
			what: whats[step](subject),
			why: why(subject, quoted(subject, message.message)),
			next: next(subject),
		});
	}
	const [first] = messages;
	return first === undefined ? undefined : unknownMessage(first, at, subject);
};

const isRaisedAsStale = ({number, message}: ServerMessage): boolean => number >= raisedByUser && saysStale(message);

const isMeant = (
	{numbers, saying, when, step}: KnownMessage,
	message: ServerMessage,
	at: StepName,
	subject: Subject,
): boolean =>
	numbers.includes(message.number) &&
	// Once it runs, a login or a database that an error is about is not the one of the check.
	(step === 'procedure' || partOf(at) !== 'procedure') &&
	(saying?.test(message.message) ?? true) &&
	(when?.(subject, message) ?? true);

const raisedStale = (message: ServerMessage, subject: Subject): Finding =>
	without('procedure', 'stale', 'raised', said(subject, message), {
		what: `${subject.config.name} is stale`,
		why: `${withSchema(subject.config.procedure)} itself says so: ${quoted(subject, message.message)}`,
		next: `ask why no newer rows arrive: whoever fills ${subject.config.database} owns the import`,
	});

const partOf = (at: StepName): Part => {
	switch (at) {
		case 'network':
		case 'tls':
		case 'login':
			return 'login';
		case 'database':
			return 'database';
		case 'procedure':
		case 'rows':
		case 'timestamp':
		case 'age':
			return 'procedure';
	}
};

const unknownMessage = (message: ServerMessage, at: StepName, subject: Subject): Finding => {
	const step = partOf(at);
	const text = quoted(subject, message.message);
	return without(step, 'failed', step === 'procedure' ? 'raised' : step, said(subject, message), {
		what: whats[step](subject),
		why:
			message.number >= raisedByUser
				? `it raised an error: ${text}`
				: `SQL Server reported error ${message.number} (${text})`,
		next: 'show this message to the database team',
	});
};
