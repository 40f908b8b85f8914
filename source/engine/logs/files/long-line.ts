import {createLineReader, longestLine, textOf, type RawLine} from '../../../parse/lines/lines.ts';

/** Bytes of a long line in which a pattern is looked for: more than that are not held at once. */
export const longestAsked = 16 * 1024 * 1024;

const carriageReturn = 0x0d;
const lineEnd = Buffer.from('\n');

/**
 * A line as it is shown, of which these are the first bytes: cut where it is longer than a line that is read where it stands, and without what was
 * overwritten. `cut` are the bytes that follow.
 */
export const shownOf = (line: RawLine): RawLine => {
	const {bytes, cut} = line;
	if (bytes.length <= longestLine && !bytes.includes(carriageReturn)) return line;
	let shown: RawLine | undefined;
	const reader = createLineReader(raw => {
		shown = raw;
	});
	reader.push(bytes);
	reader.push(lineEnd);
	return {...line, ...shown, position: line.position, size: line.size, cut: cut + (shown?.cut ?? 0)};
};

/** Whether a pattern matches all of a line, as far as it is held. */
export const matchesAll = (pattern: RegExp, {bytes}: RawLine): boolean => pattern.test(textOf({bytes, cut: 0}));
