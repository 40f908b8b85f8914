import {ProblemError} from '../../domain/problem.ts';
import {calm} from './calm.ts';
import {lateLoad} from './late-load.ts';
import {morning} from './morning.ts';
import type {Scenario} from './scenario.ts';
import {staleSoon} from './stale-soon.ts';

/** The first one is the default. */
export const scenarios: readonly [Scenario, ...Scenario[]] = [morning, calm, lateLoad, staleSoon];

/** The scenario of this name, the first one for an empty name. Throws a `ProblemError` that lists the names for any other. */
export const findScenario = (name: string): Scenario => {
	const found = name === '' ? scenarios[0] : scenarios.find(scenario => scenario.name === name);
	if (found === undefined)
		throw new ProblemError({
			what: `Cannot start the practice server as ${JSON.stringify(name)}`,
			why: 'there is no such scenario',
			next: `choose one of ${scenarios.map(scenario => `--demo=${scenario.name}`).join(', ')}`,
		});
	return found;
};
