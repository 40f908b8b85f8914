import {minute, type Scenario} from './scenario.ts';

export const calm: Scenario = {
	name: 'calm',
	story: 'Everything is well',
	fallen: {},
	dataAge: 24 * minute,
	lineLost: [],
};
