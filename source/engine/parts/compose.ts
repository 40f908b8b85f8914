import {CausedError} from '../../domain/host-cause.ts';
import {plural} from '../../domain/words.ts';
import {firstOf} from '../../streams/first.ts';
import type {Engine, Visible} from '../engine.ts';
import type {Look} from './part.ts';

const nothingVisible: Visible = {get: () => [], subscribe: () => () => {}};

/** Finds the compose projects, in the files of the config or by the labels of containers. */
export const lookAtCompose = async (
	services: Pick<Engine['services'], 'watch'>,
	label: string,
	signal: AbortSignal,
): Promise<Look> => {
	const {rows, problems} = await firstOf(lasting => services.watch(nothingVisible, lasting), signal);
	const [problem] = problems;
	if (problem !== undefined) throw new CausedError('compose', problem);
	const projects = [...new Set(rows.map(({project}) => project))];
	if (projects.length > 0) {
		const count = new Set(rows.map(({project, name}) => `${project}/${name}`)).size;
		return {evidence: `${plural(count, 'service')} in ${projects.join(', ')}`};
	}

	return {
		evidence: 'no compose project',
		warning: {
			cause: 'empty',
			problem: {
				what: `There is no compose project on ${label}`,
				why: 'no container has the labels of one, and the config names no compose file',
				next: 'start it there (`docker compose up -d`), or name its files under `services:` in the config',
			},
		},
	};
};
