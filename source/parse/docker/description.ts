import {printable} from '../../domain/printable.ts';
import {composeLabelsOf} from './compose-labels.ts';
import {detailsOf} from './container.ts';
import {masked, maskedWords} from '../mask/mask.ts';
import {fieldsOf, itemsOf, textOf, textsOf, timeOf} from './narrow.ts';

/** One thing to know about a container: a label, and the value as it is shown. */
export type Fact = {readonly what: string; readonly value: string};

const words = (value: unknown): string =>
	maskedWords(itemsOf(value).map(word => textOf(word)))
		.map(word => (/[\s"']/.test(word) ? JSON.stringify(word) : word))
		.join(' ');

const when = (at: Date | undefined): string => (at === undefined ? 'never' : at.toISOString());

const mountInWords = (mount: unknown): string => {
	const {Type: type, Name: name, Source: source, Destination: target, RW: writable} = fieldsOf(mount);
	const from = type === 'volume' ? textOf(name) : textOf(source);
	return `${from} on ${textOf(target)}${writable === false ? ' (read-only)' : ''}`;
};

const networkInWords = ([name, settings]: [string, unknown]): string => {
	const address = textOf(fieldsOf(settings)['IPAddress']);
	return address === '' ? name : `${name} ${address}`;
};

/** A variable may hold a secret, so only its name is told. */
const variableName = (variable: unknown): string => textOf(variable).split('=', 1)[0] ?? '';

const lastProbe = (health: unknown): string => {
	const {ExitCode: code, Output: output} = fieldsOf(itemsOf(fieldsOf(health)['Log']).at(-1));
	return typeof code === 'number' ? `exit ${code}: ${masked(textOf(output).trim()).slice(0, 500)}` : '';
};

/** What an inspection tells, for a person, without the secrets in it. What is empty is left out. Throws a `TypeError` on what is no container. */
export const describeContainer = (json: unknown): readonly Fact[] => {
	const details = detailsOf(json);
	const fields = fieldsOf(json);
	const state = fieldsOf(fields['State']);
	const config = fieldsOf(fields['Config']);
	const hostConfig = fieldsOf(fields['HostConfig']);
	const compose = composeLabelsOf(textsOf(config['Labels']));
	const facts: Readonly<Record<string, string>> = {
		container: textOf(fields['Name']).replace(/^\//, ''),
		id: details.id,
		project: compose?.project ?? '',
		service: compose?.service ?? '',
		directory: compose?.workingDirectory ?? '',
		'compose files': compose?.configFiles.join(' ') ?? '',
		state: details.state,
		'exit code': details.state === 'running' ? '' : String(details.exitCode ?? ''),
		'out of memory': details.outOfMemory ? 'yes' : '',
		failure: masked(details.failure),
		health: details.health === 'none' ? '' : details.health,
		'last health check': lastProbe(state['Health']),
		created: when(timeOf(fields['Created'])),
		started: when(details.startedAt),
		finished: when(details.finishedAt),
		restarts: String(details.restarts),
		'restart policy': details.restartPolicy ?? '',
		image: textOf(config['Image']),
		'image id': textOf(fields['Image']),
		entrypoint: words(config['Entrypoint']),
		command: words(config['Cmd']),
		user: textOf(config['User']),
		ports: details.ports.join(' '),
		networks: Object.entries(fieldsOf(fieldsOf(fields['NetworkSettings'])['Networks']))
			.map(networkInWords)
			.join(', '),
		mounts: itemsOf(fields['Mounts']).map(mountInWords).join(', '),
		'memory limit': Number(hostConfig['Memory']) > 0 ? `${Number(hostConfig['Memory'])} bytes` : '',
		'log driver': textOf(fieldsOf(hostConfig['LogConfig'])['Type']),
		variables: itemsOf(config['Env']).map(variableName).join(' '),
	};
	return Object.entries(facts)
		.filter(([, value]) => value !== '')
		.map(([what, value]) => ({what, value: printable(value)}));
};
