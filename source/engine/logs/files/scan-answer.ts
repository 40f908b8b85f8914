import {longestLine} from '../../../parse/lines/lines.ts';
import {withoutMemory} from '../../../parse/filter/without-memory.ts';
import {matchesAll, shownOf} from './long-line.ts';
import {longLineSigns} from './scan-awk.ts';
import type {Scanned, ScanRequest} from './scan-request.ts';

const newline = 0x0a;
const space = 0x20;
const progressSign = 0x40;
const endSign = 0x3d;
const failureSign = 0x21;

/** What the search script says, read as it comes. */
export type ScanAnswer = {
	/** Reads more of its output; `stderr` has signs alone. */
	push(from: 'stdout' | 'stderr', bytes: Uint8Array): readonly Scanned[];
	/** The lines and bytes that were looked at, once they are known. */
	readonly counts: {readonly lines: number; readonly bytes: number} | undefined;
	/** A tool on the host failed, with this code. */
	readonly failure: string | undefined;
};

/** Bytes that grep may have read and not looked at yet. */
const readAhead = 256 * 1024;

export const createScanAnswer = ({start, end, pattern}: Pick<ScanRequest, 'start' | 'end' | 'pattern'>): ScanAnswer => {
	const asked = withoutMemory(pattern);
	let counts: ScanAnswer['counts'];
	let failure: string | undefined;
	let furthest = start;

	const progress = (position: number): Scanned | undefined => {
		const next = Math.min(position, end);
		if (next <= furthest) return undefined;
		furthest = next;
		return {kind: 'progress', position: next};
	};

	const said = (record: Buffer, from: 'stdout' | 'stderr'): Scanned | undefined => {
		switch (record[0] ?? newline) {
			case progressSign:
				return progress(numberIn(record, 1, record.length) - (from === 'stderr' ? readAhead : 0));
			case endSign: {
				const middle = record.indexOf(space);
				counts = {lines: numberIn(record, 1, middle), bytes: numberIn(record, middle + 1, record.length)};
				return undefined;
			}
			case failureSign:
				failure = record.toString('latin1', 1);
				return undefined;
			default:
				return from === 'stdout' ? lineIn(record, end, asked) : undefined;
		}
	};

	const splitters = {stdout: createSplitter(), stderr: createSplitter()};
	return {
		push: (from, bytes) => splitters[from](bytes).flatMap(record => said(record, from) ?? []),
		get counts() {
			return counts;
		},
		get failure() {
			return failure;
		},
	};
};

const numberIn = (record: Buffer, from: number, to: number): number => Number(record.toString('latin1', from, to));

/** Cuts what arrives into records; each is valid until the next bytes are pushed. */
const createSplitter = (): ((bytes: Uint8Array) => readonly Buffer[]) => {
	let rest: readonly Buffer[] = [];
	return bytes => {
		const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
		const records: Buffer[] = [];
		let from = 0;
		for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, from)) {
			const part = chunk.subarray(from, end);
			records.push(rest.length === 0 ? part : Buffer.concat([...rest, part]));
			rest = [];
			from = end + 1;
		}
		if (from < chunk.length) rest = [...rest, chunk.subarray(from)];
		return records;
	};
};

/** `OFFSET SIZE SHOWN TEXT`. */
const lineIn = (record: Buffer, end: number, asked: RegExp): Scanned => {
	const first = record.indexOf(space);
	const second = record.indexOf(space, first + 1);
	const third = record.indexOf(space, second + 1);
	const position = numberIn(record, 0, first);
	const said = numberIn(record, first + 1, second);
	// The host cannot tell that the last line has no line end.
	const size = position + said === end + 1 ? said - 1 : said;
	const isLong = said > longestLine;
	const bytes = record.subarray(isLong ? third + 2 : third + 1);
	const line = {bytes, position, cut: numberIn(record, second + 1, third) - bytes.length, size};
	const raw = shownOf(line);
	if (!isLong || raw.cut === 0) return {kind: 'line', raw, matches: undefined};
	const sign = record.toString('latin1', third + 1, third + 2);
	const matches = sign === longLineSigns.whole ? matchesAll(asked, line) : sign === longLineSigns.matches;
	return {kind: 'line', raw, matches};
};
