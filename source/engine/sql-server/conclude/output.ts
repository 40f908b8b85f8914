import {isTime, type Answer} from '../../../domain/data/newest.ts';
import {withAt, withSchema} from '../../../domain/data/procedure-name.ts';
import {without, type Finding} from '../finding.ts';
import type {Subject} from '../subject.ts';
import type {Timed} from './age.ts';

/** The output parameter of the config, or a finding when it holds no time. */
export const timestampOfOutput = ({output}: Answer, parameter: string, {config}: Subject): Timed | Finding => {
	const name = withAt(parameter);
	// It comes back as the type that it was declared with.
	const kind = config.timezone === 'offset' ? 'instant' : 'wall clock';
	if (isTime(output)) return {name, kind, newest: output};
	return output === null
		? without('timestamp', 'empty', 'null', `${name} is NULL`, {
				what: `${config.name} has no timestamp`,
				why: `${withSchema(config.procedure)} left ${name} NULL`,
				next: `ask whoever fills ${config.database} whether the import ran`,
			})
		: without('timestamp', 'failed', 'output', `${name} did not come back`, {
				what: `Cannot tell how old ${config.name} is`,
				why: `${withSchema(config.procedure)} ended without giving ${name} back`,
				next: `check that it declares ${name} as OUTPUT, or set another \`timestampParameter\` in the config`,
			});
};
