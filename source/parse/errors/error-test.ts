import {statedLevel} from '../lines/levels.ts';
import {withoutColour} from '../lines/log-lines.ts';
import {withoutMemory} from '../filter/without-memory.ts';

/** Between a name, what assigns, and a value: their quotes, and colours. */
const gap = String.raw`([ \t"\\]|\u001b\[[0-9;]*[A-Za-z])*`;
const assigned = `${gap}[:=]${gap}`;
const names = '(vel|VEL)(_?name|NAME)?|lvl|LVL|(rity|RITY)(_?[Tt]ext)?|@l';
const words =
	'[Ee][Rr]|[Ff]([Aa]|[Tt][Ll])|[Ss][Ee]|[Cc][Rr][Ii][Tt]|[Dd]?[Pp][Aa]|[Ee][Mm][Ee]|[Aa][Ll][Ee]|[56]0([^0-9]|$)';
/** Those of syslog: 3 and less, and where the facility is in it. */
const severity = String.raw`(PRIORITY|rity(\.|${gap}:${gap}\{[^{}]*)code)${assigned}([0-3]([^0-9]|$)|[1-9][0-9])`;

/**
 * Something in a line assigns the level error, or a worse one: every line of JSON or logfmt that states it, and others. A host asks this of all its
 * lines, hence nothing but classes, groups and counts; for the same reason only the ends of names and the beginnings of words are asked for.
 */
export const errorStated = new RegExp(`(${names})${assigned}(${words})|${severity}`);

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
