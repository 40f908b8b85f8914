import type {HostConfig} from '../../config/config.ts';
import type {Service} from '../../domain/service.ts';
import {combine} from '../../streams/combine.ts';
import type {Shared} from '../../streams/share.ts';
import type {Files} from '../compose/read-files.ts';
import type {Containers} from '../docker/containers.ts';
import {configuredGroup, discoveredGroups, watchDeclared, type Declared} from '../compose/declared.ts';
import type {Docker} from '../docker/docker.ts';
import {isGone} from '../docker/explain.ts';
import type {Engine, Seen, Visible} from '../engine.ts';
import {clockOnceKnown, type HostClocks} from '../host/host-clock.ts';
import {watchUsage} from '../docker/measure.ts';
import {restart} from '../restart/restart.ts';
import {restartCommand} from '../compose/command.ts';
import {isService, serviceKey, serviceRows} from './service-rows.ts';

type Options = {
	readonly docker: Docker;
	readonly connection: Files;
	readonly host: HostConfig;
	readonly containers: Containers;
	/** What the jobs files declare. */
	readonly jobFiles: Shared<Declared>;
	readonly clocks: HostClocks;
};

/** What may be asked of the services of a host. */
export const createServices = ({
	docker,
	connection,
	host,
	containers,
	jobFiles,
	clocks,
}: Options): Engine['services'] => {
	async function* watch(visible: Visible, signal: AbortSignal): AsyncGenerator<Seen<Service>> {
		const sources = {
			containers,
			services: (stop: AbortSignal) =>
				watchDeclared(
					list => (host.services.length > 0 ? configuredGroup(host.services, host) : discoveredGroups(list)),
					{containers, connection},
					stop,
				),
			jobs: jobFiles,
			clock: (stop: AbortSignal) => clockOnceKnown(clocks, stop),
			usage: (stop: AbortSignal) =>
				watchUsage(
					{docker, containers, keyOf: one => (isService(one) ? serviceKey(one.compose) : undefined)},
					visible,
					stop,
				),
		};
		for await (const seen of combine(sources, signal)) {
			yield {
				rows: serviceRows({
					containers: seen.containers,
					services: seen.services.declarations,
					jobs: seen.jobs.declarations,
					usage: seen.usage,
					clock: seen.clock,
					now: new Date(),
				}),
				// What is wrong with a jobs file is told with the jobs.
				problems: seen.services.problems,
			};
		}
	}

	return {
		watch,
		restart: (services, signal) => restart(services, {docker, containers, host}, signal),
		restartCommand: services => restartCommand(services, host),
		async describe(service, signal) {
			if (service.containerId === undefined) return describeMissing(service);
			try {
				return await docker.describe(service.containerId, signal);
			} catch (error) {
				// It was removed since the row was seen, as when compose creates it anew: that is a fact, too.
				if (!isGone(error)) throw error;
				return [{what: 'state', value: 'its container was removed'}];
			}
		},
	};
};

const describeMissing = ({project, name, image, profiles, workingDirectory, configFiles}: Service) =>
	[
		{what: 'state', value: 'declared, but no container was ever created'},
		{what: 'project', value: project},
		{what: 'service', value: name},
		{what: 'image', value: image},
		{what: 'profiles', value: profiles.join(' ')},
		{what: 'directory', value: workingDirectory ?? ''},
		{what: 'compose files', value: configFiles.join(' ')},
	].filter(({value}) => value !== '');
