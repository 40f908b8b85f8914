import * as z from 'zod';
import type {AgePoint} from '../domain/data/age-history.ts';

const time = z.iso.datetime().transform(text => new Date(text));

/** One look as it is kept. What is left out was not known. */
const line = z.object({
	at: time,
	verdict: z.enum(['fresh', 'stale', 'empty', 'failed', 'timeout', 'uncertain', 'not configured']),
	age: z.number().nonnegative().optional(),
	newest: time.optional(),
});

/** One line of JSON, with its end. */
export const asLine = ({at, verdict, age, newest}: AgePoint): string =>
	`${JSON.stringify({at, verdict, age, newest})}\n`;

const readLine = (text: string): readonly AgePoint[] => {
	try {
		const {at, verdict, age, newest} = line.parse(JSON.parse(text));
		return [{at, verdict, age, newest}];
	} catch {
		// Torn off by a crash, or written by somebody else: the others are as good as ever.
		return [];
	}
};

/** The points of a file in the order of time: two consoles may have written to it. Lines that are none are skipped. */
export const readLines = (text: string): readonly AgePoint[] =>
	text
		.split('\n')
		.flatMap(readLine)
		.toSorted((one, other) => one.at.getTime() - other.at.getTime());
