import {bytesInWords} from '../../domain/words.ts';

const newline = 0x0a;
const carriageReturn = 0x0d;

/** How many bytes of one line are kept; the rest of it is counted. */
export const longestLine = 64 * 1024;

/** How many bytes are kept of what was overwritten first. */
export const longestHead = 128;

/** One line as bytes. `bytes` is a view of the chunk it came in: decode or copy it before the next chunk. */
export type RawLine = {
	readonly bytes: Buffer;
	/** Bytes from the start of the stream to the start of the line. */
	readonly position: number;
	/** Bytes of the line that were left out because it is longer than the limit. */
	readonly cut: number;
	/** Bytes it takes in the stream, its line end and what was overwritten included. */
	readonly size: number;
	/** The first bytes of what was overwritten, where something was: the line's own time may stand there. */
	readonly head?: Buffer;
};

export type LineReader = {
	/** Takes the next bytes and hands on every line that they end. */
	push(chunk: Uint8Array): void;
	/** Hands on what is left without a line end. */
	end(): void;
	/** The line that has begun and not ended, as far as it is known; undefined when there is none. */
	unfinished(): RawLine | undefined;
	/** Bytes taken so far, counted from the start of the stream. */
	readonly position: number;
};

/** The text of a line. What is not UTF-8 becomes U+FFFD, and a cut line says how much more there was. */
export const textOf = ({bytes, cut}: Pick<RawLine, 'bytes' | 'cut'>): string =>
	cut === 0 ? bytes.toString('utf8') : `${bytes.toString('utf8')}… ${bytesInWords(cut)} more`;

/**
 * Cuts a stream of bytes into lines; where the chunks begin and end makes no difference. A line ends at `\n` or `\r\n`. Of a line that
 * a progress bar wrote over again and again with `\r`, what it looked like last is kept, and its first `stamp` bytes, which somebody
 * else put in front of it. Memory is bounded by `limit` bytes.
 */
export const createLineReader = (
	take: (line: RawLine) => void,
	{
		position = 0,
		limit = longestLine,
		stamp = 0,
	}: {readonly position?: number; readonly limit?: number; readonly stamp?: number} = {},
): LineReader => {
	let start = position;
	const held = createHeld(limit, stamp);

	const finish = (ending: number): void => {
		const line = held.line(start, ending);
		take(line);
		held.clear();
		start += line.size;
	};

	return {
		push(chunk) {
			const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
			const overwrites = bytes.includes(carriageReturn);
			let from = 0;
			for (let end = bytes.indexOf(newline); end !== -1; end = bytes.indexOf(newline, from)) {
				if (held.size === 0 && !overwrites && end - from <= limit) {
					take({bytes: bytes.subarray(from, end), position: start, cut: 0, size: end - from + 1});
					start += end - from + 1;
				} else {
					held.add(bytes.subarray(from, end));
					finish(1);
				}
				from = end + 1;
			}
			if (from < bytes.length) held.add(bytes.subarray(from));
		},
		end() {
			if (held.size > 0) finish(0);
		},
		unfinished: () => (held.size === 0 ? undefined : held.line(start, 0)),
		get position() {
			return start + held.size;
		},
	};
};

/** What is known of one line while it arrives in parts. */
const createHeld = (limit: number, stamp: number) => {
	let kept = Buffer.alloc(0);
	let keptBytes = 0;
	/** Bytes since the last carriage return that was followed by something. */
	let visible = 0;
	let returned = false;
	let size = 0;
	let head: Buffer | undefined;

	const keep = (part: Buffer): void => {
		const wanted = Math.min(part.length, limit - keptBytes);
		if (keptBytes + wanted > kept.length) {
			const larger = Buffer.alloc(Math.min(limit, Math.max(1024, 2 * (keptBytes + wanted))));
			kept.copy(larger, 0, 0, keptBytes);
			kept = larger;
		}
		part.copy(kept, keptBytes, 0, wanted);
		keptBytes += wanted;
		visible += part.length;
	};

	/** Takes note of what is about to be overwritten for the first time: what is kept, and what comes before the next carriage return. */
	const behead = (part: Buffer): void => {
		if (head !== undefined) return;
		const end = returned ? 0 : Math.max(0, part.indexOf(carriageReturn));
		const most = Math.min(limit, longestHead);
		head = Buffer.concat([kept.subarray(0, Math.min(keptBytes, most)), part.subarray(0, end)]).subarray(0, most);
	};

	const overwrite = (part: Buffer): void => {
		if (part.length === 0) return;
		if (returned) {
			keptBytes = Math.min(keptBytes, stamp);
			visible = keptBytes;
			returned = false;
		}
		keep(part);
	};

	return {
		get size() {
			return size;
		},
		add(bytes: Buffer) {
			const stamped = Math.max(0, Math.min(stamp - size, bytes.length));
			keep(bytes.subarray(0, stamped));
			size += bytes.length;
			const part = bytes.subarray(stamped);
			let end = part.length;
			while (end > 0 && part[end - 1] === carriageReturn) end -= 1;
			const last = end === 0 ? -1 : part.lastIndexOf(carriageReturn, end - 1);
			if (last !== -1 || (returned && end > 0)) behead(part);
			if (last !== -1) returned = true;
			overwrite(part.subarray(last + 1, end));
			if (end < part.length) returned = true;
		},
		line(position: number, ending: number): RawLine {
			const whole = visible === keptBytes ? keptBytes : wholeCharacters(kept, keptBytes);
			const line = {bytes: kept.subarray(0, whole), position, cut: visible - whole, size: size + ending};
			return head === undefined ? line : {...line, head};
		},
		clear() {
			keptBytes = 0;
			visible = 0;
			returned = false;
			size = 0;
			head = undefined;
		},
	};
};

/** How many of the first `length` bytes remain when a character that was cut at their end is left out. */
const wholeCharacters = (bytes: Buffer, length: number): number => {
	let first = length - 1;
	while (first > length - 4 && first >= 0 && ((bytes[first] ?? 0) & 0xc0) === 0x80) first -= 1;
	const lead = bytes[first] ?? 0;
	const wanted = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
	return first >= 0 && wanted > length - first ? first : length;
};
