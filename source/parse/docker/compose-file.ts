import {parseDocument} from 'yaml';
import type {Dependency} from './compose-labels.ts';
import {fieldsOf, itemsOf, textOf} from './narrow.ts';

/** A service as a compose file declares it. */
export type DeclaredService = {
	readonly name: string;
	readonly image: string;
	readonly profiles: readonly string[];
	readonly dependencies: readonly Dependency[];
	/** How many containers it wants; 0 is none on purpose. */
	readonly replicas: number;
};

export type ComposeFile = {
	/** Top-level `name`; undefined where it has none or the environment decides it. */
	readonly name: string | undefined;
	readonly services: readonly DeclaredService[];
	/** Paths as written, each relative to the file they stand in. */
	readonly includes: readonly string[];
};

/** Why a file is no compose file, and where; lines and columns from 1. */
export type ComposeFault = {
	readonly fault: string;
	readonly line: number | undefined;
	readonly column: number | undefined;
};

/** A list, or a single one written without its dash. */
const oneOrMany = (value: unknown): readonly string[] =>
	(typeof value === 'string' ? [value] : itemsOf(value)).map(item => textOf(item)).filter(text => text !== '');

/** Either a list of names, or an object of conditions: https://docs.docker.com/reference/compose-file/services/#depends_on */
const dependenciesOf = (value: unknown): readonly Dependency[] =>
	Array.isArray(value)
		? oneOrMany(value).map(service => ({service, restart: false}))
		: Object.entries(fieldsOf(value)).map(([service, condition]) => ({
				service,
				restart: fieldsOf(condition)['restart'] === true,
			}));

const replicasOf = ({scale, deploy}: Readonly<Record<string, unknown>>): number => {
	const wanted = fieldsOf(deploy)['replicas'] ?? scale;
	return typeof wanted === 'number' && wanted >= 0 ? wanted : 1;
};

const serviceOf = ([name, value]: [string, unknown]): DeclaredService => {
	const service = fieldsOf(value);
	return {
		name,
		image: textOf(service['image']),
		profiles: oneOrMany(service['profiles']),
		dependencies: dependenciesOf(service['depends_on']),
		replicas: replicasOf(service),
	};
};

/** https://docs.docker.com/reference/compose-file/include/ */
const includesOf = (value: unknown): readonly string[] =>
	itemsOf(value).flatMap(item => (typeof item === 'string' ? [item] : oneOrMany(fieldsOf(item)['path'])));

/** The parts of a compose file that say what should exist. What it does not understand of the rest is left alone. */
export const readComposeFile = (text: string): ComposeFile | ComposeFault => {
	const document = parseDocument(text, {merge: true, logLevel: 'silent'});
	const [error] = document.errors;
	if (error !== undefined) {
		const {line, col} = error.linePos?.[0] ?? {};
		// The library adds the place and a drawing of it to its sentence.
		const [fault = ''] = error.message.split(/ at line \d+| ?:?\n/);
		return {fault, line, column: col};
	}

	let content: unknown;
	try {
		content = document.toJS();
	} catch {
		// An alias to nothing, or a bomb of aliases.
		return {fault: 'its aliases (*) cannot be resolved', line: undefined, column: undefined};
	}

	if (typeof content !== 'object' || content === null || Array.isArray(content)) {
		return {fault: 'it is not a mapping with services', line: 1, column: 1};
	}

	const fields = fieldsOf(content);
	const services = fields['services'];
	if (services !== undefined && services !== null && (typeof services !== 'object' || Array.isArray(services))) {
		return {fault: 'services is not a mapping', line: undefined, column: undefined};
	}

	const name = textOf(fields['name']);
	return {
		name: name === '' || name.includes('$') ? undefined : name,
		services: Object.entries(fieldsOf(services)).map(serviceOf),
		includes: includesOf(fields['include']),
	};
};

/** The same services declared in several files: what a later file says wins, and dependencies add up, as compose has it. */
export const united = (files: readonly ComposeFile[]): readonly DeclaredService[] => {
	const services = new Map<string, DeclaredService>();
	for (const service of files.flatMap(file => file.services)) {
		const earlier = services.get(service.name);
		services.set(
			service.name,
			earlier === undefined
				? service
				: {
						name: service.name,
						image: service.image || earlier.image,
						profiles: service.profiles.length > 0 ? service.profiles : earlier.profiles,
						dependencies: [...earlier.dependencies, ...service.dependencies],
						replicas: service.replicas === 1 ? earlier.replicas : service.replicas,
					},
		);
	}

	return [...services.values()];
};

/** The name compose gives a project after its directory: https://docs.docker.com/compose/how-tos/project-name/ */
export const projectNameOf = (directory: string): string =>
	(directory.split('/').findLast(part => part !== '') ?? '')
		.toLowerCase()
		.replaceAll(/[^a-z\d_-]/g, '')
		.replace(/^[_-]+/, '');
