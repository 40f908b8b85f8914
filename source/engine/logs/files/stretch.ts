import type {LogRow} from '../../../domain/log.ts';
import type {FileSource} from '../sources.ts';
import type {Spot} from './locate.ts';

/** Rows between two places of a log. */
export type Stretch = {
	readonly rows: readonly LogRow[];
	readonly start: Spot;
	readonly end: Spot;
	/** Whether there is more in the direction that was read. */
	readonly more: boolean;
};

/** Bytes that are read for one window, a line that is longer apart. */
export const mostBytes = 4 * 1024 * 1024;

/** A row of our own. */
export const rule = (source: FileSource, words: string): Extract<LogRow, {kind: 'rule'}> => ({
	kind: 'rule',
	source,
	words,
	at: undefined,
});

/** Stands between two pieces: behind the end of the older one, and before the start of the younger one. */
export const rotatedHere = (source: FileSource): LogRow => rule(source, 'rotated');

/** What was read is no line of the file: another one stands in its place. */
export class DisplacedError extends Error {
	override readonly name = 'DisplacedError';
}

export const newline = 0x0a;
