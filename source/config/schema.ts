import * as z from 'zod';
import {isSshAddress} from './ssh-address.ts';
import {
	byName,
	cron,
	duration,
	oneOrMore,
	parameter,
	regularExpression,
	text,
	timezone,
	trigger,
	yesOrNo,
} from './values.ts';

const authentication = z
	.strictObject(
		{
			type: z
				.enum(['sql', 'ntlm'], {error: 'sql or ntlm'})
				.describe('How SQL Server knows the user: sql for a login of its own, ntlm for a Windows domain account.'),
			domain: text('the name of a Windows domain').optional().describe('The Windows domain, for ntlm.'),
		},
		{error: 'a type, such as {type: ntlm, domain: EXAMPLE}'},
	)
	.refine(({type, domain}) => (type === 'ntlm') === (domain !== undefined), {
		path: ['domain'],
		error: 'the Windows domain for ntlm, and none for sql',
	});

const check = z
	.strictObject(
		{
			server: text(
				'the name or address of SQL Server without instance or port',
				value => !/[\s\\/,]/.test(value),
			).describe('Name or address of SQL Server, as the host (or, with via: direct, this machine) reaches it.'),
			port: z
				.int({error: 'a port from 1 to 65535'})
				.min(1, {error: 'a port from 1 to 65535'})
				.max(65_535, {error: 'a port from 1 to 65535'})
				.default(1433)
				.describe('TCP port of SQL Server. A named instance has one of its own.'),
			database: text('the name of a database').describe('Database that holds the procedure.'),
			user: text('the name of a user').describe('Login name.'),
			authentication: authentication
				.default({type: 'sql'})
				.describe('How to log in; a login of SQL Server when left out.'),
			password: text('text (in quotes where it has other signs than letters and digits)')
				.optional()
				.describe('Password, best as ${NAME} from the environment. $$ stands for a dollar sign.'),
			passwordCommand: z
				.union([text('a command'), z.array(text('a word')).min(1)], {error: 'a command, or a list of its words'})
				.optional()
				.describe(
					'Command whose first line of output is the password, run on this machine each time it is needed, from the directory of this file. Text is run by sh, which resolves ${NAME} itself; a list is run as it is.',
				),
			procedure: text('the name of a stored procedure such as dbo.GetLatestPatientData').describe(
				'Stored procedure that returns the rows, with its schema.',
			),
			parameters: z
				.record(
					z.string().regex(/^[\p{L}_][\p{L}\p{N}_$#]*$/u, {error: 'the name of a parameter without @'}),
					parameter,
					{error: 'parameters with their values'},
				)
				.default({})
				.describe('Parameters of the procedure by name, without the @.'),
			timestampColumn: text('the name of a column')
				.optional()
				.describe(
					'Column that says when a row was made. The newest date/time value of the first result set when left out.',
				),
			timezone: timezone
				.optional()
				.describe(
					'What a time without an offset means: utc, offset (every value carries its own), server (the clock of SQL Server), or a zone such as Europe/Stockholm.',
				),
			maxAge: duration.prefault('1d').describe('How old the newest row may be: 1d, 36h, 90m, 1d 12h.'),
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
	.refine(({password, passwordCommand}) => password !== undefined || passwordCommand !== undefined, {
		path: ['password'],
		error: 'password or passwordCommand',
	});

const host = z.strictObject(
	{
		ssh: text('user@host, user@host:port or a name of ~/.ssh/config', isSshAddress)
			.optional()
			.describe(
				'Where the host is: user@host, user@host:port or a name of ~/.ssh/config. Leave out to watch the machine the console runs on.',
			),
		directory: text('a path on the host')
			.optional()
			.describe('Directory on the host that compose files and logs are relative to.'),
		services: oneOrMore('a compose file or a list of them').describe('Compose file or files of the services.'),
		jobs: oneOrMore('a compose file or a list of them').describe('Compose file or files of the jobs.'),
		logs: byName(text('the path of a log file'), 'names with the path of their log file').describe(
			'Log files by name.',
		),
		errors: regularExpression
			.prefault('ERROR|Exception')
			.describe('Regular expression (JavaScript) that makes a line of a log an error.'),
		mask: z
			.array(regularExpression, {error: 'a list of regular expressions'})
			.default([])
			.describe(
				'Regular expressions (JavaScript) of what is masked in logs, besides the secrets that are known anyway. Where one has a capture group, that alone is hidden.',
			),
		schedules: byName(cron, 'names of jobs with their cron fields').describe(
			'When each job runs: five cron fields by name of the job, in the time zone of the host.',
		),
		triggers: byName(trigger, 'names of jobs with their URL').describe(
			'URL that starts each job, by name of the job, called from the host.',
		),
		data: byName(check, 'names of checks with their keys').describe('Freshness checks by name.'),
		protect: z
			.array(text('the name of a service'), {error: 'a list of names of services'})
			.default([])
			.describe('Services whose name must be typed before they are restarted or stopped.'),
		readonly: yesOrNo(false).describe('Only look: no key and no command changes anything on the host.'),
		docker: z
			.strictObject(
				{
					socket: text('an absolute path', value => value.startsWith('/'))
						.default('/var/run/docker.sock')
						.describe("Docker's socket on the host."),
				},
				{error: 'a socket, such as {socket: /var/run/docker.sock}'},
			)
			.prefault({})
			.describe('How to reach Docker on the host.'),
	},
	{error: 'the keys of a host, such as ssh and services'},
);

// A name of digits alone would be moved to the front of the hosts, and the first one is the default.
const hostName = z.string().regex(/^(?!\d+$)[^\s@:/-][^\s@:/]*$/, {
	error: 'a name of a host that is no number, without spaces, @, : and /',
});

/** The file `mlops-tui.yml` with its defaults filled in. An unknown key is a problem. */
export const fileSchema = z.strictObject(
	{
		hosts: z
			.record(hostName, host, {error: 'hosts by name'})
			.refine(hosts => Object.keys(hosts).length > 0, {error: 'at least one host'})
			.describe('The hosts by name; the first one is the default.'),
	},
	{error: 'the key hosts'},
);

/** What the file says once its values have been found good; passwords are still as they were written. */
export type FileShape = z.output<typeof fileSchema>;
/** A host of the file. */
export type HostShape = FileShape['hosts'][string];
/** A freshness check of the file. */
export type CheckShape = HostShape['data'][string];

/** The JSON Schema that editors complete and check the file with. */
export const jsonSchema = (): z.core.JSONSchema.BaseSchema => ({
	...z.toJSONSchema(fileSchema, {io: 'input'}),
	title: 'mlops-tui.yml',
	description: 'Config of mlops-tui, a terminal console for small MLOps servers.',
});

/** The keys that may stand at a path of the file, empty where names are free. */
export const keysAt = (path: ReadonlyArray<PropertyKey>): readonly string[] => {
	let place: z.core.JSONSchema.BaseSchema | undefined = jsonSchema();
	for (const step of path) {
		const below: z.core.JSONSchema._JSONSchema | undefined =
			place.properties?.[String(step)] ?? place.additionalProperties;
		if (typeof below !== 'object') return [];
		place = below;
	}
	return Object.keys(place.properties ?? {});
};
