import type {HostConfig} from '../../config/config.ts';
import {ProblemError, type Problem} from '../../domain/problem.ts';
import {restartStages} from '../../domain/restart.ts';
import type {Service} from '../../domain/service.ts';
import type {Container} from '../../parse/docker/container.ts';
import {createCommand} from '../compose/command.ts';
import {isService} from '../services/service-rows.ts';

/** A service that is to be restarted, with all of its containers. */
export type Target = {readonly name: string; readonly containers: readonly Container[]};

/** The containers of each stage of a restart of these services. Throws a `ProblemError` for a service that has no container. */
export const stagesOf = (
	services: readonly Service[],
	containers: readonly Container[],
	host: Pick<HostConfig, 'directory'>,
): ReadonlyArray<readonly Target[]> => {
	const containersOf = ({project, name}: Pick<Service, 'project' | 'name'>): readonly Container[] =>
		containers.filter(
			container => isService(container) && container.compose.project === project && container.compose.service === name,
		);
	const missing = services.find(service => containersOf(service).length === 0);
	if (missing !== undefined) throw new ProblemError(notCreated(missing, host));
	return restartStages(services)
		.map(stage => stage.map(service => ({name: service.label, containers: containersOf(service)})))
		.filter(stage => stage.some(target => target.containers.length > 0));
};

const notCreated = (service: Service, host: Pick<HostConfig, 'directory'>): Problem => ({
	what: `Cannot restart ${service.name}`,
	why: 'it has no container: nobody has created it yet',
	next: `create and start it with \`${createCommand(service, host)}\``,
});
