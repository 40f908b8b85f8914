import {createErrorSpotter} from '../../../parse/errors/error-spotter.ts';
import type {Edge, FoundError, FoundErrors} from '../../log.ts';
import {markAt} from './read-window.ts';
import {searchRange} from './search-range.ts';
import type {Subject} from './subject.ts';
import {createSweep} from './sweep.ts';

/** Errors that are handed on at a time. */
const batchSize = 256;

/** Finds the errors: lines that match, each with its traceback as one, and tracebacks without such a line. */
export async function* findErrors(
	subject: Subject,
	from: Edge,
	to: Edge,
	signal: AbortSignal,
): AsyncGenerator<FoundErrors, void, undefined> {
	const {source, errors} = subject;
	const pieces = await subject.list(signal);
	const range = await searchRange(subject, pieces, from, to, signal);
	const sweep = createSweep(subject, pieces, range, {pattern: errors, before: 1, tracebacks: true});

	let events: FoundError[] = [];
	const spotter = createErrorSpotter({errors}, error => events.push(error));
	const found = (end: FoundErrors['end']): FoundErrors => {
		const taken = events;
		events = [];
		return {...sweep.progress(), events: taken, end, problems: [...sweep.problems()]};
	};
	for await (const swept of sweep.run(signal)) {
		if (swept.kind === 'line') {
			const {line, joins, matches} = swept;
			if (!joins) spotter.apart();
			spotter.push({kind: 'line', source, line}, '', matches);
		}
		if (swept.kind === 'further' || events.length >= batchSize) yield found(undefined);
	}
	if (!sweep.joinsEnd()) spotter.apart();
	const open = spotter.open();
	spotter.end();
	yield {...found(markAt(subject, pieces, range.end)), open};
}
