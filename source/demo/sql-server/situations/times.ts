import {ago, answering, labelledAsUtc, movedTo, recent} from './changes.ts';
import {lastTurnBack} from './last-turn-back.ts';
import type {Situation} from './situation.ts';

const minute = 60_000;
const hour = 60 * minute;

/** The times in it, and the clock that they are compared with. */
export const times = {
	fresh: {story: 'All is well, and the newest row is ten minutes old', procedure: answering(recent)},
	old: {
		story: 'The newest row is 31 hours old: the import stopped yesterday',
		procedure: answering((answer, call) => movedTo(answer, ago(call, 31 * hour), call)),
	},
	future: {
		story: 'The newest row is from the day after tomorrow: somebody typed a wrong date',
		procedure: answering((answer, call) => movedTo(answer, ago(call, -48 * hour), call)),
	},
	'local-time': {
		story: 'The import writes local time and labels it as UTC',
		procedure: answering((answer, call) => labelledAsUtc(recent(answer, call))),
	},
	'clock-change': {
		story: 'The newest row is from the hour that clocks repeat in autumn, a day before by the clock of SQL Server',
		ahead: (now, timeZone) => {
			const turn = lastTurnBack(now, timeZone);
			return turn === undefined ? 0 : turn.getTime() + 24 * hour - now.getTime();
		},
		procedure: answering((answer, call) => movedTo(answer, ago(call, 24.5 * hour), call)),
	},
	'clock-skew': {story: 'The clock of SQL Server is three minutes ahead', ahead: () => 3 * minute},
} as const satisfies Readonly<Record<string, Situation>>;
