import * as z from 'zod';
import {faultsOfCheck} from './check-faults.ts';
import {returnMeanings} from './config.ts';
import {authentication, faultsOfLogin} from './login-schema.ts';
import {usualJob} from './needs.ts';
import {
	duration,
	oneOrMore,
	parameter,
	parameterName,
	procedure,
	server,
	text,
	timeout,
	timezone,
	yesOrNo,
} from './values.ts';

/** A freshness check of the file. */
export const check = z
	.strictObject(
		{
			server: server.describe(
				'Name or address of SQL Server, as the host (or, with via: direct, this machine) reaches it; SERVER\\INSTANCE for a named instance, whose port SQL Browser tells.',
			),
			port: z
				.int({error: 'a port from 1 to 65535'})
				.min(1, {error: 'a port from 1 to 65535'})
				.max(65_535, {error: 'a port from 1 to 65535'})
				.optional()
				.describe('TCP port of SQL Server; 1433 when left out. With it no instance need be named.'),
			database: text('the name of a database').describe('Database that holds the procedure.'),
			user: text('the name of a user')
				.optional()
				.describe('Login name, for sql, ntlm and azure-active-directory-password.'),
			authentication: authentication
				.default({type: 'sql'})
				.describe('How to log in; a login of SQL Server when left out.'),
			password: text('text (in quotes where it has other signs than letters and digits)')
				.optional()
				.describe(
					'Password, access token or client secret, best as ${NAME} from the environment. $$ stands for a dollar sign.',
				),
			passwordCommand: z
				.union([text('a command'), z.array(text('a word')).min(1)], {error: 'a command, or a list of its words'})
				.optional()
				.describe(
					'Command whose first line of output is the password, token or secret, run on this machine each time it is needed, from the directory of this file. Text is run by sh, which resolves ${NAME} itself; a list is run as it is.',
				),
			procedure: procedure.describe('Stored procedure that returns the rows, with its schema.'),
			parameters: z
				.record(z.string().regex(parameterName, {error: 'the name of a parameter without @'}), parameter, {
					error: 'parameters with their values',
				})
				.default({})
				.describe('Parameters of the procedure by name, without the @.'),
			timestampColumn: text('the name of a column')
				.optional()
				.describe(
					'Column that says when a row was made. The newest date/time value of the first result set when left out.',
				),
			timestampParameter: text('the name of an output parameter without @', value => parameterName.test(value))
				.optional()
				.describe('Output parameter that holds the newest timestamp, without the @, where that is the answer.'),
			returnValue: z
				.enum(returnMeanings, {error: `one of ${returnMeanings.join(', ')}`})
				.optional()
				.describe(
					'What the return value means, where that is the answer: status (0 is fresh, anything else stale), or the age in seconds, minutes, hours or days.',
				),
			columns: oneOrMore('the name of a column or a list of them').describe(
				'Column or columns that may be shown beside the timestamp. The rows hold patient data: nothing else is.',
			),
			neededBy: oneOrMore('the name of a job or a list of them', [usualJob]).describe(
				'Job or jobs that need the data fresh when their schedule starts them; prediction when left out.',
			),
			timezone: timezone
				.optional()
				.describe(
					'What a time without an offset means: utc, offset (every value carries its own), server (the clock of SQL Server), or a zone such as Europe/Stockholm.',
				),
			maxAge: duration.prefault('1d').describe('How old the newest row may be: 1d, 36h, 90m, 1d 12h.'),
			timeout: timeout
				.prefault('15s')
				.describe('How long one check may take, 1s to 10m. Rows that somebody asks for may take a minute in any case.'),
			via: z
				.enum(['host', 'direct'], {error: 'host or direct'})
				.default('host')
				.describe('host: through the connection to the host. direct: straight from this machine.'),
			encrypt: z
				.union([z.boolean(), z.literal('strict')], {error: 'true, false or strict'})
				.default(true)
				.describe('TLS to SQL Server; strict is TDS 8.'),
			trustServerCertificate: yesOrNo(false).describe(
				'Accept any certificate. Whoever stands in between can then read the password; prefer ca.',
			),
			// Looked at by each check and not here: it may lie on a share that comes later, or be renewed while the console runs.
			ca: text('the path of a PEM file')
				.optional()
				.describe('PEM file on this machine with the certificate authority to trust, relative to this file.'),
		},
		{error: 'the keys of a check, such as server and procedure'},
	)
	.refine(({password, passwordCommand}) => password === undefined || passwordCommand === undefined, {
		path: ['passwordCommand'],
		error: 'password or passwordCommand, not both',
		when: () => true,
	})
	.superRefine((keys, {issues}) => {
		const complain = (path: readonly string[], message: string): void =>
			void issues.push({code: 'custom', path: [...path], message, input: keys});
		for (const {path, expected} of [...faultsOfLogin(keys), ...faultsOfCheck(keys)]) complain(path, expected);
	});
