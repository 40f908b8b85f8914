import type {LogLine} from '../../../domain/log.ts';
import {createFolder} from '../../../parse/tracebacks.ts';
import {withoutMemory} from '../../../parse/without-memory.ts';
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
	const asked = withoutMemory(errors);
	const pieces = await subject.list(signal);
	const range = await searchRange(subject, pieces, from, to, signal);
	const sweep = createSweep(subject, pieces, range, {pattern: asked, tracebacks: true});

	let events: FoundError[] = [];
	const folder = createFolder<LogLine>(
		text => asked.test(text),
		({line, details, exception}) => events.push({row: {kind: 'line', source, line}, details, exception}),
	);
	const found = (end: FoundErrors['end']): FoundErrors => {
		const taken = events;
		events = [];
		return {...sweep.progress(), events: taken, end, problems: [...sweep.problems()]};
	};
	for await (const swept of sweep.run(signal)) {
		if (swept.kind === 'line') {
			if (!swept.joins) folder.end();
			folder.push(swept.line);
		}
		if (swept.kind === 'further' || events.length >= batchSize) yield found(undefined);
	}
	folder.end();
	yield found(markAt(subject, pieces, range.end));
}
