import {ago, answering, recent, withoutRows, withoutTimes} from './changes.ts';
import type {Situation} from './situation.ts';

const tenMinutes = 600_000;

/** Its answer is not what it should be. */
export const answers = {
	stalled: {
		story: 'The rows stop half way, and no end ever comes',
		procedure: answering(answer => ({...answer, cut: 'hang'})),
	},
	cut: {
		story: 'The connection is broken off in the middle of the rows',
		procedure: answering(answer => ({...answer, cut: 'reset'})),
	},
	empty: {story: 'The table is empty: the import emptied it and did not fill it', procedure: answering(withoutRows)},
	null: {story: 'No row says when it was registered', procedure: answering(withoutTimes)},
	'no-result': {
		story: 'The procedure ends without returning a table',
		procedure: answering(answer => ({...answer, results: []})),
	},
	'two-results': {
		story: 'The procedure returns a count first, and the rows as a second table',
		procedure: answering((answer, call) => {
			const {results = [], ...others} = recent(answer, call);
			const rows = results.reduce((sum, set) => sum + set.rows.length, 0);
			return {...others, results: [{columns: [{name: 'Visits', type: 'int'}], rows: [[rows]]}, ...results]};
		}),
	},
	output: {
		story: 'The procedure returns no table, and the newest time in the output parameter @Newest',
		procedure: stored => ({
			...stored,
			procedure: {
				...stored.procedure,
				optional: [...(stored.procedure.optional ?? []), 'Newest'],
				run: call => ({output: {Newest: call.wallClock(ago(call, tenMinutes))}}),
			},
		}),
	},
	returned: {
		story: 'The procedure returns no table, and 1 as its return value, which stands for stale',
		procedure: answering(answer => ({...answer, results: [], returnValue: 1})),
	},
} as const satisfies Readonly<Record<string, Situation>>;
