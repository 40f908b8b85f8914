import {hour, type Scenario} from './scenario.ts';

export const lateLoad: Scenario = {
	name: 'late-load',
	story: 'The import of patient data stopped 20 hours ago: the data is still fresh, and its load is late',
	fallen: {},
	importStopped: () => 20 * hour,
	lineLost: [],
};
