import {createHash} from 'node:crypto';

/** Below the 255 bytes that file systems take, with room for an ending. */
const longest = 120;

const escaped = (character: string): string =>
	[...Buffer.from(character)].map(byte => `%${byte.toString(16).padStart(2, '0')}`).join('');

/**
 * A name as a file name of plain ASCII, in which it can still be read. Two names are never the same file, not even where capitals count for
 * nothing. It never begins with a dot and has no `+`.
 */
export const fileName = (name: string): string => {
	const safe = name.replaceAll(/^\.|[^a-z\d.@_-]/gu, escaped);
	if (safe.length <= longest) return safe;
	const digest = createHash('sha256').update(name).digest('hex').slice(0, 32);
	return `${safe.slice(0, longest - digest.length - 1)}=${digest}`;
};
