import type {Cause} from '../../../domain/cause.ts';
import type {StepName} from '../../../domain/freshness.ts';
import type {Problem} from '../../../domain/problem.ts';
import {withSchema} from '../../../domain/procedure-name.ts';
import {without, type Finding} from '../finding.ts';
import {address, quoted, said, userOf, type ServerMessage, type Subject} from '../subject.ts';

/** What users raise themselves is numbered from here. https://learn.microsoft.com/sql/t-sql/language-elements/raiserror-transact-sql */
const raisedByUser = 50_000;

/** How a procedure says that the data is stale, in English or Swedish. */
const staleWords = /\bstale\b|too\s+old|outdated|out\s+of\s+date|för\s+gam(?:mal|la)|inaktuell/i;

type Part = 'login' | 'database' | 'procedure';

type Known = {
	readonly numbers: readonly number[];
	readonly step: Part;
	readonly cause: Cause;
	why(subject: Subject, text: string): string;
	next(subject: Subject): string;
};

const owners: Readonly<Record<Part, string>> = {
	login: 'the database team owns logins',
	database: 'the database team owns the databases',
	procedure: 'whoever owns the database owns its procedures',
};

const known: readonly Known[] = [
	{
		numbers: [4060, 4063, 4064, 911, 916],
		step: 'database',
		cause: 'database',
		why: subject =>
			`there is no database ${subject.config.database} there, or ${userOf(subject)} may not use it (SQL Server does not tell which)`,
		next: subject =>
			`check \`database\` in the config, then ask for ${userOf(subject)} to be made a user of it: ${owners.database}`,
	},
	{
		numbers: [921, 922, 923, 924, 926, 927, 942, 945, 976, 983, 40_613],
		step: 'database',
		cause: 'database',
		why: (_subject, text) => `the database is not open to anyone now (${text})`,
		next: () => `ask when it will be back: ${owners.database}`,
	},
	{
		numbers: [18_470],
		step: 'login',
		cause: 'login',
		why: subject => `the login ${userOf(subject)} is disabled`,
		next: () => `ask for it to be enabled: ${owners.login}`,
	},
	{
		numbers: [18_486],
		step: 'login',
		cause: 'login',
		why: subject => `the login ${userOf(subject)} is locked after too many wrong passwords`,
		next: () => `ask for it to be unlocked, and find what still uses the old password: ${owners.login}`,
	},
	{
		numbers: [18_487, 18_488],
		step: 'login',
		cause: 'login',
		why: subject => `the password of ${userOf(subject)} has expired`,
		next: () => `ask for a new password and put it where the config takes it from: ${owners.login}`,
	},
	{
		numbers: [18_452],
		step: 'login',
		cause: 'login',
		why: () => 'SQL Server does not trust the domain of the login, or takes Windows logins only',
		next: () => `check \`authentication\` in the config, and ask which kind of login it takes: ${owners.login}`,
	},
	{
		numbers: [18_456],
		step: 'login',
		cause: 'login',
		why: subject => `SQL Server refused the user ${userOf(subject)} or its password`,
		next: () => `check \`user\` and \`password\` in the config, then ask whether the login exists: ${owners.login}`,
	},
	{
		numbers: [2812],
		step: 'procedure',
		cause: 'missing',
		why: ({config}) =>
			`the database ${config.database} has no procedure ${withSchema(config.procedure)}, or none that the login may see`,
		next: () => `check \`procedure\` and \`database\` in the config: ${owners.procedure}`,
	},
	{
		numbers: [229, 230, 300, 297],
		step: 'procedure',
		cause: 'denied',
		why: (_subject, text) => `the login lacks a right (${text})`,
		next: subject =>
			`ask for \`GRANT EXECUTE ON ${withSchema(subject.config.procedure)} TO ${subject.config.login.user}\`: ${owners.procedure}`,
	},
	{
		numbers: [201, 8114, 8143, 8144, 8145, 8146, 8162],
		step: 'procedure',
		cause: 'parameters',
		why: (_subject, text) => `it does not take the parameters of the config (${text})`,
		next: () => `check \`parameters\` in the config: ${owners.procedure}`,
	},
	{
		numbers: [1205, 1222],
		step: 'procedure',
		cause: 'blocked',
		why: () => 'another session holds what it wants to read',
		next: () => `check again in a minute; if it stays ask what holds the locks: ${owners.database}`,
	},
];

const whats: Readonly<Record<Part, (subject: Subject) => string>> = {
	login: subject => `Cannot log in to SQL Server at ${address(subject)}`,
	database: subject => `Cannot open the database ${subject.config.database}`,
	procedure: subject => `Cannot run ${withSchema(subject.config.procedure)}`,
};

/** What SQL Server's own error messages mean, undefined when there are none. Login reports several, of which the last says the least. */
export const explainMessages = (
	messages: readonly ServerMessage[],
	at: StepName,
	subject: Subject,
): Finding | undefined => {
	const stale = messages.find(({number, message}) => number >= raisedByUser && staleWords.test(message));
	if (stale !== undefined) return raisedStale(stale, subject);
	for (const {numbers, step, cause, why, next} of known) {
		const message = messages.find(({number}) => numbers.includes(number));
		if (message === undefined) continue;
		const problem: Problem = {
			what: whats[step](subject),
			why: why(subject, quoted(subject, message.message)),
			next: next(subject),
		};
		return without(step, 'failed', cause, said(subject, message), problem);
	}
	const [first] = messages;
	return first === undefined ? undefined : unknownMessage(first, at, subject);
};

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
		next:
			step === 'procedure'
				? `show this message to its owner: ${owners.procedure}`
				: `show this message to the database team`,
	});
};
