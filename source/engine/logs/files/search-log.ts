import type {LogRow} from '../../../domain/log.ts';
import {createAround} from '../../../parse/filter/around.ts';
import {withoutMemory} from '../../../parse/filter/without-memory.ts';
import type {Found, FoundRow, LogQuery} from '../../log.ts';
import {markAt} from './read-window.ts';
import {searchRange} from './search-range.ts';
import type {Subject} from './subject.ts';
import {createSweep} from './sweep.ts';

/** Rows that are handed on at a time. */
const batchSize = 256;

type Candidate = {readonly row: LogRow; readonly isHit: boolean};

/**
 * Searches all pieces of a range on the host, oldest first. The pattern is asked here again, of each line as it is: the host finds every line that
 * it matches, and perhaps others.
 */
export async function* searchLog(
	subject: Subject,
	{pattern, inverse, context, from, to}: LogQuery,
	signal: AbortSignal,
): AsyncGenerator<Found, void, undefined> {
	const {source} = subject;
	const asked = withoutMemory(pattern);
	const pieces = await subject.list(signal);
	const range = await searchRange(subject, pieces, from, to, signal);
	const sweep = createSweep(subject, pieces, range, {pattern: asked, inverse, before: context, after: context});

	let rows: FoundRow[] = [];
	const around = createAround<Candidate>(
		context,
		({isHit}) => isHit,
		({row: {row}, hit, apart}) => rows.push({row, hit, apart}),
	);
	const found = (end: Found['end']): Found => {
		const taken = rows;
		rows = [];
		return {...sweep.progress(), rows: taken, end, problems: [...sweep.problems()]};
	};
	for await (const swept of sweep.run(signal)) {
		if (swept.kind === 'line') {
			if (!swept.joins) around.skip();
			const {line, matches = asked.test(line.text)} = swept;
			around.push({row: {kind: 'line', source, line}, isHit: matches !== inverse});
		}
		if (swept.kind === 'further' || rows.length >= batchSize) yield found(undefined);
	}
	yield found(markAt(subject, pieces, range.end));
}
