import {Cron} from 'croner';
import * as z from 'zod';
import {parseDuration} from '../domain/time/duration.ts';
import {procedureNameFault} from '../domain/data/procedure-name.ts';
import {costOf} from '../parse/filter/expression-cost.ts';

/*
 * Every `error` completes the sentence "expected …". What a value must look like is checked by functions and not by
 * patterns, since an editor sees `${NAME}` where the console sees the value of the variable.
 */

/** Text that is not empty and fits. */
export const text = (expected: string, fits: (value: string) => boolean = () => true) =>
	z.string({error: expected}).min(1, {error: expected}).refine(fits, {error: expected, abort: true});

/** One text or a list of them; a list in the end, empty or as given when left out. */
export const oneOrMore = (expected: string, byDefault: readonly string[] = []) =>
	z
		.union([text(expected), z.array(text(expected), {error: expected})], {error: expected})
		.transform(value => (typeof value === 'string' ? [value] : value))
		.prefault([...byDefault]);

/** Values under names of the user's own choice; none when left out. */
export const byName = <Value extends z.ZodType>(value: Value, expected: string) =>
	z.record(z.string().min(1, {error: 'a name'}), value, {error: expected}).prefault({});

/** True or false, with what it is when left out. */
export const yesOrNo = (byDefault: boolean) => z.boolean({error: 'true or false'}).default(byDefault);

const works = (attempt: () => unknown): boolean => {
	try {
		attempt();
		return true;
	} catch {
		return false;
	}
};

const refusal = (error: unknown): string =>
	// `Invalid regular expression: /(/: Unterminated group`
	error instanceof Error ? error.message.replace(/^.*: /s, '').toLowerCase() : '';

/** The text of a regular expression, as a `RegExp` without flags. None that could take for ever: it is asked of every line. */
export const regularExpression = z
	.string({error: 'a regular expression'})
	.min(1, {error: 'a regular expression'})
	.transform((source, context) => {
		let why: string | undefined;
		try {
			const expression = new RegExp(source);
			why = costOf(expression);
			if (why === undefined) return expression;
		} catch (error) {
			why = refusal(error);
		}
		context.issues.push({code: 'custom', message: `a regular expression (${why})`, input: source});
		return z.NEVER;
	});

/** A span of time such as `36h`, in milliseconds; never 0. */
export const duration = z.string({error: 'a duration such as 1d or 36h'}).transform((value, context) => {
	const milliseconds = parseDuration(value);
	if (milliseconds !== undefined && milliseconds > 0) return milliseconds;
	context.issues.push({code: 'custom', message: 'a duration such as 1d or 36h', input: value});
	return z.NEVER;
});

const second = 1000;

/** A duration of 1 s to 10 min, as milliseconds. */
export const timeout = z.string({error: 'a duration from 1s to 10m'}).transform((value, context) => {
	const milliseconds = parseDuration(value);
	if (milliseconds !== undefined && milliseconds >= second && milliseconds <= 600 * second) return milliseconds;
	context.issues.push({code: 'custom', message: 'a duration from 1s to 10m', input: value});
	return z.NEVER;
});

/** Five cron fields, kept as text. */
export const cron = text('five cron fields such as 0 2 * * *', value =>
	works(() => new Cron(value, {paused: true, mode: '5-part'})),
);

/** `utc`, `offset`, `server` or the name of a time zone, kept as text. */
export const timezone = text(
	'utc, offset, server or a time zone such as Europe/Stockholm',
	value => ['offset', 'server'].includes(value) || works(() => new Intl.DateTimeFormat('en', {timeZone: value})),
);

/** A URL to call, kept as text. */
export const trigger = text('an http or https URL without a password in it', value => {
	const url = URL.parse(value);
	return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
});

/** The name of a stored procedure that may be called, kept as text. */
export const procedure = text('the name of a stored procedure such as dbo.GetLatestPatientData').superRefine(
	(value, {issues}) => {
		const fault = procedureNameFault(value);
		if (fault === undefined) return;
		const message = `the name of a stored procedure such as dbo.GetLatestPatientData (${fault})`;
		issues.push({code: 'custom', message, input: value});
	},
);

/** The name of a parameter as the config has it, without the @; `parameterNameFault` as a pattern, which an editor can check too. */
export const parameterName = /^[\p{L}_][\p{L}\p{N}_$#]{0,127}$/u;

/** What a parameter of a stored procedure can be. A number is never another one than was written. */
export const parameter = z.union(
	[
		z.string(),
		z.number().refine(value => !Number.isInteger(value) || Number.isSafeInteger(value), {
			error: 'quotes around a number of so many digits',
		}),
		z.boolean(),
		z.null(),
	],
	{error: 'text, a number, true, false or null'},
);

const ipv6 = z.ipv6();

/** A name or address, and after a backslash that of an instance, kept as text. A name that began with a hyphen would be an option. */
export const server = text(
	'the name or address of SQL Server, or SERVER\\INSTANCE; a port goes under the key port',
	value => {
		const {name} = /^(?<name>[^-\s\\/,;][^\s\\/,;]*)(?:\\[^\s\\/,;:]{1,32})?$/.exec(value)?.groups ?? {};
		// Elsewhere a colon stands before a port, or after a protocol.
		return name !== undefined && (!name.includes(':') || ipv6.safeParse(name).success);
	},
);
