import type {Fault, Faults} from '../faults.ts';
import type {Situation} from './situation.ts';

/** At one stage of a conversation the server does not go on. */
export const atStage = (stage: keyof Faults, fault: Fault, story: string): Situation => ({
	story,
	faults: {[stage]: fault},
});
