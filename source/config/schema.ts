import * as z from 'zod';
import {check} from './check-schema.ts';
import {faultsOfNeeds} from './needs.ts';
import {isSshAddress} from './ssh-address.ts';
import {byName, cron, oneOrMore, regularExpression, text, trigger, yesOrNo} from './values.ts';

const keysOfHost = z.strictObject(
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

const host = keysOfHost.superRefine((keys, {issues}) => {
	for (const {path, expected} of faultsOfNeeds(keys))
		issues.push({code: 'custom', path: [...path], message: expected, input: keys});
});

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
