import {hostname} from 'node:os';
import {closest} from '../domain/closest.ts';
import {printable} from '../domain/printable.ts';
import {ProblemError} from '../domain/problem.ts';
import type {Config, HostConfig} from './config.ts';
import {isSshAddress} from './ssh-address.ts';

/** A host of which nothing is known but how to reach it: its compose projects are found by their labels. */
const discovered = (name: string, ssh: string | undefined): HostConfig => ({
	name,
	ssh,
	directory: undefined,
	services: [],
	jobs: [],
	logs: {},
	errors: /ERROR|Exception/,
	mask: [],
	schedules: {},
	triggers: {},
	data: [],
	protect: [],
	readonly: false,
	socket: '/var/run/docker.sock',
});

/** The machine the console runs on, without a config. */
export const defaultHost = (): HostConfig => discovered(hostname(), undefined);

/**
 * The host that a person named: one of the config, or an address for ssh. Where a config has hosts, a bare name must be
 * one of them, so that a slip is not taken for a machine. Throws `ProblemError`.
 */
export const hostFromArgument = (argument: string, config: Config | undefined): HostConfig => {
	const configured = config?.hosts.find(({name}) => name === argument);
	if (configured !== undefined) return configured;
	if (config !== undefined && !/[@:]/.test(argument)) {
		const names = config.hosts.map(({name}) => name);
		const meant = closest(argument, names);
		throw new ProblemError({
			what: `There is no host ${printable(argument)} in the config`,
			why: `its hosts are ${names.join(', ')}`,
			next: `${meant === undefined ? 'name one of them' : `did you mean ${meant}? If not, name another`}, or write user@host`,
		});
	}
	if (!isSshAddress(argument))
		throw new ProblemError({
			what: `Cannot use ${printable(JSON.stringify(argument))} as a host`,
			why: 'expected user@host, user@host:port or a name of ~/.ssh/config',
			next: 'write it in one of these ways',
		});
	return discovered(argument, argument);
};
