import type {Cause} from '../../../domain/data/cause.ts';
import {withAt, withSchema} from '../../../domain/data/procedure-name.ts';
import {origin, userOf, type ServerMessage, type Subject} from '../subject.ts';
import {isAboutProcedure, isOfCall} from './whose-error.ts';

/** Which part of the way an error of SQL Server is about. */
export type Part = 'login' | 'database' | 'procedure';

/** What an error of SQL Server means. `text` is its own, fit to be shown. */
export type KnownMessage = {
	readonly numbers: readonly number[];
	/** Where the number alone does not tell. */
	readonly saying?: RegExp;
	/** Only where the config is so, and the message about it. */
	readonly when?: (subject: Subject, message: ServerMessage) => boolean;
	readonly step: Part;
	readonly cause: Cause;
	why(subject: Subject, text: string): string;
	next(subject: Subject): string;
};

const hasToken = ({config}: Subject): boolean => config.login.type.startsWith('azure-');

const parameter = ({config}: Subject): string => withAt(config.timestampParameter ?? '');

const aboutOutput = (subject: Subject, message: ServerMessage): boolean =>
	subject.config.timestampParameter !== undefined &&
	isOfCall(subject, message) &&
	message.message.toLowerCase().includes(parameter(subject).toLowerCase());

const onlyOutput = (subject: Subject, message: ServerMessage): boolean =>
	subject.config.timestampParameter !== undefined &&
	isOfCall(subject, message) &&
	Object.keys(subject.config.parameters).length === 0;

/** Whom a database knows by the login; undefined where the config does not say the name. */
const userKnown = (subject: Subject): string | undefined =>
	subject.config.login.user === undefined ? undefined : userOf(subject);

const theUser = (subject: Subject): string => userKnown(subject) ?? 'the identity that logs in';

/** ``GRANT EXECUTE ON dbo.Get TO [ER\\er_reader]``: names of domains and of Azure need the brackets. */
const grant = (subject: Subject): string => {
	const user = userKnown(subject);
	const right = `GRANT EXECUTE ON ${withSchema(subject.config.procedure)}`;
	return user === undefined
		? `\`${right}\` to the user of that identity`
		: `\`${right} TO [${user.replaceAll(']', ']]')}]\``;
};

const ofLogin: readonly KnownMessage[] = [
	{
		numbers: [18_470],
		step: 'login',
		cause: 'disabled',
		why: subject => `the login ${userOf(subject)} is disabled`,
		next: () => 'ask the database team to enable it',
	},
	{
		numbers: [18_486],
		step: 'login',
		cause: 'locked',
		why: subject => `the login ${userOf(subject)} is locked after too many wrong passwords`,
		next: () => 'ask the database team to unlock it, and find what still uses the old password',
	},
	{
		numbers: [18_487],
		step: 'login',
		cause: 'password',
		why: subject => `the password of ${userOf(subject)} has expired`,
		next: () => 'put a new password where the config takes it from; the database team can give one',
	},
	{
		numbers: [18_488],
		step: 'login',
		cause: 'password',
		why: subject => `the password of ${userOf(subject)} must be changed before its first use`,
		next: subject =>
			`log in as ${userOf(subject)} in SQL Server Management Studio, change it there, and put the new one where the config takes it from`,
	},
	{
		numbers: [18_452],
		step: 'login',
		cause: 'domain',
		why: () => 'SQL Server does not trust the domain of the login, or takes Windows logins only',
		next: () => 'check `authentication` in the config, then ask the database team which kind of login it takes',
	},
	{
		numbers: [17_142, 17_148, 18_451, 18_461],
		step: 'login',
		cause: 'offline',
		why: (_subject, text) => `the server takes no logins now (${text})`,
		next: () => 'ask the database team whether it is paused, starting up or shutting down',
	},
	{
		numbers: [40_532, 40_615],
		step: 'login',
		cause: 'firewall',
		why: subject => `the firewall of the server does not let ${origin(subject)} in`,
		next: subject => `ask the network team to let the address of ${origin(subject)} through the firewall of the server`,
	},
	{
		numbers: [18_456],
		when: hasToken,
		step: 'login',
		cause: 'token',
		why: (_subject, text) => `SQL Server refused the token of Azure (${text})`,
		next: ({config: {login}}) =>
			`${
				login.type === 'azure-active-directory-access-token'
					? 'get a new token, best by `passwordCommand`, as one is good for an hour or so'
					: 'check `authentication` in the config'
			}, then ask the database team whether that identity may log in`,
	},
	{
		numbers: [18_456],
		step: 'login',
		cause: 'login',
		why: subject => `SQL Server refused the user ${userOf(subject)} or its password`,
		next: () => 'check `user` and `password` in the config, then ask the database team whether the login exists',
	},
];

const ofDatabase: readonly KnownMessage[] = [
	{
		numbers: [921, 922, 923, 924, 926, 927, 942, 945, 952, 976, 983, 40_613],
		step: 'database',
		cause: 'offline',
		why: ({config}, text) => `the database ${config.database} is not open to anyone now (${text})`,
		next: () => 'ask the database team when it will be back',
	},
	{
		numbers: [916],
		step: 'database',
		cause: 'nouser',
		why: subject => `${theUser(subject)} may not use the database ${subject.config.database}`,
		next: subject => `ask the database team to make ${theUser(subject)} a user of it`,
	},
	{
		numbers: [911],
		step: 'database',
		cause: 'database',
		why: ({config}) => `there is no database ${config.database} there`,
		next: () => 'check `database` in the config, then ask the database team what it is called',
	},
	{
		numbers: [4060, 4063, 4064],
		step: 'database',
		cause: 'database',
		why: subject =>
			`there is no database ${subject.config.database} there, or ${theUser(subject)} may not use it (SQL Server does not tell which)`,
		next: subject =>
			`check \`database\` in the config, then ask the database team to make ${theUser(subject)} a user of it`,
	},
];

const ofProcedure: readonly KnownMessage[] = [
	{
		numbers: [2812],
		when: isAboutProcedure,
		step: 'procedure',
		cause: 'missing',
		why: ({config}) =>
			`the database ${config.database} has no procedure ${withSchema(config.procedure)}, or none that the login may see`,
		next: () => 'check `procedure` and `database` in the config, then ask the database team what it is called',
	},
	{
		numbers: [229],
		saying: /\bEXECUTE\b/i,
		when: isAboutProcedure,
		step: 'procedure',
		cause: 'denied',
		why: (subject, text) => `${theUser(subject)} may not execute it (${text})`,
		next: subject => `ask for ${grant(subject)}: the database team can give it`,
	},
	{
		numbers: [229, 230, 297, 300],
		step: 'procedure',
		cause: 'denied',
		why: (subject, text) => `${theUser(subject)} lacks a right that it needs (${text})`,
		next: () => 'ask the database team for that right',
	},
	{
		numbers: [8162],
		when: aboutOutput,
		step: 'procedure',
		cause: 'output',
		why: subject => `its parameter ${parameter(subject)} is not an output parameter`,
		next: () => 'set another `timestampParameter` in the config, or have the database team declare it as OUTPUT',
	},
	{
		numbers: [8145],
		when: aboutOutput,
		step: 'procedure',
		cause: 'output',
		why: subject => `it has no parameter ${parameter(subject)}`,
		next: () => 'check `timestampParameter` in the config',
	},
	{
		numbers: [8144, 8146],
		when: onlyOutput,
		step: 'procedure',
		cause: 'output',
		why: subject => `it has no parameter ${parameter(subject)}`,
		next: () => 'check `timestampParameter` in the config',
	},
	{
		numbers: [201, 8114, 8143, 8144, 8145, 8146, 8162],
		when: isOfCall,
		step: 'procedure',
		cause: 'parameters',
		why: ({byHand}, text) => `it does not take the parameters ${byHand === true ? 'given' : 'of the config'} (${text})`,
		next: ({byHand}) => (byHand === true ? 'give it others, as it declares them' : 'check `parameters` in the config'),
	},
	{
		numbers: [1205],
		step: 'procedure',
		cause: 'deadlock',
		why: () => 'it and another session waited for each other, and SQL Server ended this one',
		next: () => 'check again; if it comes back ask the database team what else locks the same tables',
	},
	{
		numbers: [1222],
		step: 'procedure',
		cause: 'blocked',
		why: () => 'another session holds what it wants to read, for longer than it waits',
		next: () => 'check again in a minute; if it stays ask the database team what holds the locks',
	},
];

/** In the order of what says most: a login reports several errors, of which the last says the least. */
export const knownMessages: readonly KnownMessage[] = [...ofDatabase, ...ofLogin, ...ofProcedure];
