import {afterPrefix} from '../lines/line-prefix.ts';
import {withoutColour} from '../lines/log-lines.ts';
import {hidden} from './hidden.ts';
import {isKeyLine} from './known-shapes.ts';

const begin = /-----BEGIN [A-Z ]{0,32}PRIVATE KEY(?: BLOCK)?-----/;
const end = /-----END /;
/** What a line of a key consists of, and nothing else does that has more than one word. */
const content = /^\s*[A-Za-z0-9+/=]+\s*$/;
/** The lines of PEM and PGP above the key itself. */
const header = /^\s*(?:(?:Proc-Type|DEK-Info|Version|Comment|Hash|Charset): .*)?$/;

/**
 * Masks lines that come one after the other as `mask` does, and the lines of a private key, which alone could be anything, up to its end or to a
 * line that cannot be one of it. What stands in front of the first of them may stand in front of the others, with other numbers.
 */
export const createLineMask = (mask: (text: string) => string): ((text: string) => string) => {
	/** What stands in front of the key that has begun. */
	let front: string | undefined;
	return text => {
		const bare = withoutColour(text);
		const begun = begin.exec(bare);
		if (begun !== null) {
			front = end.test(bare.slice(begun.index)) ? undefined : bare.slice(0, begun.index);
			return mask(text);
		}
		if (front === undefined) {
			if (isKeyLine(bare)) front = '';
			return mask(text);
		}
		const line = (front === '' ? undefined : afterPrefix(front, bare)) ?? bare;
		if (content.test(line)) return bare.slice(0, bare.length - line.trimStart().length) + hidden;
		if (!header.test(line)) front = undefined;
		return mask(text);
	};
};
