import {pipeline, Readable} from 'node:stream';
import {createGunzip} from 'node:zlib';
import {ProblemError} from '../../../domain/problem.ts';
import {errorStated} from '../../../parse/errors/error-test.ts';
import {createLineReader, textOf, type RawLine} from '../../../parse/lines/lines.ts';
import {withoutColour} from '../../../parse/lines/log-lines.ts';
import {tracebackLine, tracebackStart} from '../../../parse/errors/traceback-lines.ts';
import {withoutMemory} from '../../../parse/filter/without-memory.ts';
import type {Connection} from '../../connection.ts';
import {codeOf, fileProblem} from '../../host/explain-host.ts';
import {longestAsked, matchesAll, shownOf} from './long-line.ts';
import {packingOf} from './packing.ts';
import {readPiece} from './read-piece.ts';
import type {Scanned, ScanRequest} from './scan-request.ts';

/**
 * Searches a piece by reading it over the link, all of it: for a host without the tools, and for what nearly every line matches. Returns how
 * many lines and bytes were looked at.
 */
export async function* scanHere(
	connection: Connection,
	request: ScanRequest,
	signal: AbortSignal,
): AsyncGenerator<Scanned, {readonly lines: number; readonly bytes: number}, undefined> {
	const {piece, start, end} = request;
	const found: Scanned[] = [];
	const asked = withoutMemory(request.pattern);
	const pick = createPicker(request, raw => {
		const shown = shownOf(raw);
		found.push({kind: 'line', raw: shown, matches: shown.cut > 0 ? matchesAll(asked, raw) : undefined});
	});
	let lines = 0;
	const origin = piece.compressed ? 0 : start;
	const reader = createLineReader(
		raw => {
			if (raw.position < start || raw.position >= end) return;
			lines += 1;
			pick(raw);
		},
		{position: origin, limit: longestAsked},
	);
	const source = piece.compressed
		? unpack(connection, piece.path, signal)
		: connection.readFile(piece.path, end === Infinity ? {start} : {start, end}, signal);
	for await (const bytes of source) {
		reader.push(bytes);
		yield* found.splice(0);
		const position = Math.min(reader.unfinished()?.position ?? reader.position, end);
		if (position > start) yield {kind: 'progress', position};
		if (position >= end) break;
	}
	reader.end();
	yield* found.splice(0);
	return {lines, bytes: Math.max(0, Math.min(reader.position, end) - start)};
}

async function* unpack(
	connection: Connection,
	path: string,
	signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
	if (packingOf(path).tool !== 'gzip') {
		yield* readPiece(connection, {path, compressed: true}, {start: 0}, signal);
		return;
	}
	const gunzip = createGunzip();
	pipeline(Readable.from(connection.readFile(path, {start: 0}, signal)), gunzip, () => {}); // The loop below throws what failed.
	try {
		yield* gunzip as AsyncIterable<Uint8Array>;
	} catch (error) {
		signal.throwIfAborted();
		if (error instanceof ProblemError) throw error;
		throw new ProblemError(fileProblem(connection.label, path, codeOf(error)), {cause: error});
	}
}

/** Hands on the lines that are wanted and those around them, as the host would. */
const createPicker = (
	{pattern, inverse = false, before = 0, after = 0, tracebacks = false}: ScanRequest,
	hand: (raw: RawLine) => void,
): ((raw: RawLine) => void) => {
	const asked = withoutMemory(pattern);
	const ahead = Math.max(before, tracebacks ? 1 : 0);
	const kept: RawLine[] = [];
	let inTraceback = false;
	let left = 0;

	const isWanted = (text: string): boolean => {
		const bare = withoutColour(text);
		if (inverse) return !asked.test(text) || !asked.test(bare);
		if (asked.test(text) || asked.test(bare)) return true;
		return tracebacks && (tracebackStart.test(text) || errorStated.test(text));
	};

	return raw => {
		// What is picked is read after the chunk it came in.
		const copy = (): RawLine => ({...raw, bytes: Buffer.from(raw.bytes)});
		const text = textOf(raw);
		if (isWanted(text)) {
			for (const line of kept.splice(0)) hand(line);
			hand(copy());
			inTraceback = tracebacks;
			left = after;
		} else if (inTraceback && tracebackLine.test(text)) {
			hand(copy());
			left = after;
		} else {
			inTraceback = false;
			if (left > 0) {
				left -= 1;
				hand(copy());
			} else if (ahead > 0) {
				if (kept.length === ahead) kept.shift();
				kept.push(copy());
			}
		}
	};
};
