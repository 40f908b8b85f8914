import {raising, slowed} from './changes.ts';
import type {Situation} from './situation.ts';

const minute = 60_000;

/** The procedure does not come to an answer. */
export const procedure = {
	missing: {story: 'The procedure was dropped, or renamed', procedure: () => undefined},
	denied: {
		story: 'The login lost its right to execute the procedure',
		procedure: stored => ({...stored, denied: true}),
	},
	parameter: {
		story: 'The procedure wants a parameter that it did not want before',
		procedure: stored => ({
			...stored,
			procedure: {...stored.procedure, parameters: [...(stored.procedure.parameters ?? []), 'Department']},
		}),
	},
	deadlock: {
		story: 'The procedure was chosen as the victim of a deadlock',
		procedure: raising({
			number: 1205,
			class: 13,
			state: 45,
			message:
				'Transaction (Process ID 52) was deadlocked on lock resources with another process and has been chosen as the deadlock victim. Rerun the transaction.',
		}),
	},
	raised: {
		story: 'The procedure raises an error of its own',
		procedure: raising({message: 'The staging table of the import is locked for maintenance.', line: 14}),
	},
	'raised-stale': {
		story: 'The procedure itself finds the data too old, and raises that',
		procedure: raising({message: 'Data is too stale: newest patient row is 31 h old, limit 24 h', line: 22}),
	},
	'two-errors': {
		story: 'The procedure raises two errors, one after the other',
		procedure: raising(
			{number: 8134, message: 'Divide by zero error encountered.', line: 31},
			{message: 'The load factor of the departments could not be computed.', line: 34},
		),
	},
	slow: {story: 'The procedure answers after 8 seconds', procedure: slowed(8000)},
	'too-slow': {story: 'The procedure answers after two minutes', procedure: slowed(2 * minute)},
} as const satisfies Readonly<Record<string, Situation>>;
