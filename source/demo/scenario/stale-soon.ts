import {nextHourly} from './clock-times.ts';
import {dataLimit, type Scenario} from './scenario.ts';

/** Half of the time until the next prediction is what the data has left. */
export const staleSoon: Scenario = {
	name: 'stale-before-prediction',
	story: 'The import of patient data stopped: the data is still fresh, and will be stale when prediction runs next',
	fallen: {},
	importStopped: now => dataLimit - (nextHourly(now, 15).getTime() - now.getTime()) / 2,
	lineLost: [],
};
