import type {Scenario} from './scenario.ts';

export const calm: Scenario = {
	name: 'calm',
	story: 'Everything is well',
	fallen: {},
	importStopped: undefined,
	lineLost: [],
};
