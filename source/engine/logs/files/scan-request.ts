import type {RawLine} from '../../../parse/lines/lines.ts';
import type {Piece} from './piece.ts';

/** What is looked for in a piece, on the host that has it. */
export type ScanRequest = {
	readonly piece: Piece;
	/** Bytes: every line that begins at `start` or later and before `end` is looked at; both are beginnings of lines or the end of the piece. */
	readonly start: number;
	readonly end: number;
	/** Every line that it matches is found, and perhaps others: whoever reads them asks again. */
	readonly pattern: RegExp;
	/** Finds the lines that do not match instead, all of them and perhaps others. */
	readonly inverse?: boolean;
	/** Lines before and after each of them that come as well. */
	readonly before?: number;
	readonly after?: number;
	/**
	 * Finds the errors that the pattern does not match too, tracebacks and lines that state it (`parse/errors/error-test.ts`), and after each line that is
	 * found those that may belong to it (`parse/errors/tracebacks.ts` tells which do).
	 */
	readonly tracebacks?: boolean;
};

/** What a scan hands on, in the order of the file. */
export type Scanned =
	/** A line; one that does not begin where the one before it ended has others between them that were not wanted. */
	| {
			readonly kind: 'line';
			readonly raw: RawLine;
			/** Whether the pattern matches all of a line of which only a part is handed on; undefined for one that is there to be asked. */
			readonly matches: boolean | undefined;
	  }
	/** All before this byte has been looked at; what was found there may still be on its way. */
	| {readonly kind: 'progress'; readonly position: number}
	/** All has been looked at: so many lines in so many bytes. */
	| {readonly kind: 'end'; readonly lines: number; readonly bytes: number};
