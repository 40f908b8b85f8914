import {ProblemError} from '../domain/problem.ts';
import type {Service} from '../domain/service.ts';
import type {Container} from '../parse/container.ts';
import {isService} from './service-rows.ts';

/** A service that is to be restarted, with all of its containers. */
export type Target = {readonly name: string; readonly containers: readonly Container[]};

/**
 * What is restarted, in this order: the services, then those that compose restarts with them, the nearest first. Throws a
 * `ProblemError` for a service that has no container.
 */
export const stagesOf = (
	services: readonly Service[],
	containers: readonly Container[],
): ReadonlyArray<readonly Target[]> => {
	const several = new Set(services.map(({project}) => project)).size > 1;
	const met = new Set<string>();
	const take = (project: string, service: string): readonly Target[] => {
		const key = `${project}/${service}`;
		if (met.has(key)) return [];
		met.add(key);
		const own = containers.filter(
			container =>
				isService(container) && container.compose.project === project && container.compose.service === service,
		);
		return [{name: several ? key : service, containers: own}];
	};

	const asked = services.flatMap(({project, name}) => take(project, name));
	const missing = asked.find(target => target.containers.length === 0);
	if (missing !== undefined) throw new ProblemError(notCreated(missing.name));
	const dependents = services
		.flatMap(({project, restartedWith}) => restartedWith.map(name => take(project, name)))
		.filter(stage => stage.some(target => target.containers.length > 0));
	return [asked, ...dependents];
};

const notCreated = (name: string) => ({
	what: `Cannot restart ${name}`,
	why: 'it has no container: nobody has created it yet',
	next: 'create and start it with `docker compose up -d` (key u)',
});
