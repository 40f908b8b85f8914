import type {Log} from '../../log.ts';
import type {FileSource} from '../sources.ts';
import {readWindow} from './read-window.ts';
import {createSubject, type FileLogOptions} from './subject.ts';

/** A file with those it was rotated to, as one log. Nothing of it is masked yet. */
export const createFileLog = (options: FileLogOptions, source: FileSource): Pick<Log, 'read'> => {
	const subject = createSubject(options, source);
	return {
		read: (from, direction, count, signal) => readWindow(subject, from, direction, count, signal),
	};
};
