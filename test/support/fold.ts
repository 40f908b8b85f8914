import {readdirSync, readFileSync} from 'node:fs';
import type {ErrorEvent, LogLine, LogSource} from '../../source/domain/log.ts';
import {createClockReader} from '../../source/domain/time/clock-reader.ts';
import {createKinds} from '../../source/parse/errors/error-events.ts';
import {createErrorTest} from '../../source/parse/errors/error-test.ts';
import {createLineReader, textOf} from '../../source/parse/lines/lines.ts';
import {timeOf} from '../../source/parse/lines/log-lines.ts';
import {createFolder} from '../../source/parse/errors/tracebacks.ts';

export const anyLog: LogSource = {kind: 'file', key: 'file:a.log', name: 'a', path: 'a.log'};

const read = createClockReader({kind: 'offset', minutes: 60});
const folder = new URL('../fixtures/logs/', import.meta.url);

/** The names of the logs that were written for the tests. */
export const logNames = readdirSync(folder).filter(name => name.endsWith('.log'));

export const logOf = (name: string): Buffer => readFileSync(new URL(name, folder));

export type Folded = {readonly events: readonly ErrorEvent[]; readonly lines: readonly LogLine[]};

/** The errors in a log that arrives in these chunks, and its lines. */
export const fold = (chunks: readonly Buffer[], pattern = /ERROR|Exception/): Folded => {
	const kinds = createKinds(anyLog);
	const lines: LogLine[] = [];
	const errors = createFolder<LogLine>(createErrorTest(pattern), occurrence => kinds.add(occurrence));
	const reader = createLineReader(raw => {
		const text = textOf(raw);
		const line = {text, at: timeOf(text, read), part: '', position: raw.position};
		lines.push(line);
		errors.push(line);
	});
	for (const chunk of chunks) reader.push(chunk);
	reader.end();
	errors.end();
	return {events: kinds.events([]), lines};
};

export const eventsIn = (text: string, pattern?: RegExp): readonly ErrorEvent[] =>
	fold([Buffer.from(text)], pattern).events;
