import type {Log} from '../../log.ts';
import type {FileSource} from '../sources.ts';
import {findErrors} from './find-errors.ts';
import {followLog} from './follow-log.ts';
import {readWindow} from './read-window.ts';
import {searchLog} from './search-log.ts';
import {createSubject, type FileLogOptions} from './subject.ts';

/** A file with those it was rotated to, as one log. Nothing of it is masked yet. */
export const createFileLog = (options: FileLogOptions, source: FileSource): Log => {
	const subject = createSubject(options, source);
	return {
		search: (query, signal) => quietly(searchLog(subject, query, signal), signal),
		findErrors: (from, to, signal) => quietly(findErrors(subject, from, to, signal), signal),
		follow: (from, signal) => quietly(followLog(subject, from, signal), signal),
		read: (from, direction, count, signal) => readWindow(subject, from, direction, count, signal),
	};
};

/** Ends when the signal aborts, whatever that makes fail. */
async function* quietly<Value>(source: AsyncGenerator<Value>, signal: AbortSignal): AsyncGenerator<Value> {
	try {
		yield* source;
	} catch (error) {
		if (!signal.aborted) throw error;
	}
}
