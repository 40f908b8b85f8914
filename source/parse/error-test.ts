import {levelNames, spellingsOf, statedLevel} from './levels.ts';
import {withoutColour} from './log-lines.ts';
import {withoutMemory} from './without-memory.ts';

const assigned = String.raw`\\*"?[ \t]*[:=][ \t]*\\*"?[ \t]*`;
/** Of a name such as `log.level` the last part, since the others may stand around it. */
const names = [...new Set(levelNames.map(name => name.slice(name.lastIndexOf('.') + 1).toLowerCase()))].join('|');
const words = [...spellingsOf('error'), ...spellingsOf('critical')].join('|');
const severity = String.raw`priority|severity(\.|\\*"?[ \t]*:[ \t]*\{[^}]*)code`;

/**
 * Something in a line assigns the level error, or a worse one: every JSON or logfmt line that states it, and others. A host asks this too, hence
 * nothing but classes, groups and counts.
 */
export const errorStated = new RegExp(
	String.raw`(${names})${assigned}(${words})([^0-9a-z]|$)|(${severity})${assigned}([0-3]([^0-9]|$)|[1-9][0-9])`,
	'i',
);

/**
 * What makes a line an error, for all who ask: the pattern matches it, or it is a line of JSON or logfmt that states the level error or a worse
 * one. A line that states less and has the pattern in its text is one too, since no search may find less than its pattern.
 */
export const createErrorTest = (errors: RegExp): ((text: string) => boolean) => {
	const pattern = withoutMemory(errors);
	return text => {
		if (pattern.test(text)) return true;
		const bare = withoutColour(text);
		if (!errorStated.test(bare)) return false;
		const level = statedLevel(bare);
		return level === 'error' || level === 'critical';
	};
};
