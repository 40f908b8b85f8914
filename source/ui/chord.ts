import type {Key} from 'ink';

const named = (key: Key): string | undefined => {
	if (key.return) return 'enter';
	if (key.escape) return 'esc';
	if (key.tab) return key.shift ? 'shift-tab' : 'tab';
	if (key.upArrow) return 'up';
	if (key.downArrow) return 'down';
	if (key.leftArrow) return 'left';
	if (key.rightArrow) return 'right';
	if (key.pageUp) return 'pgup';
	if (key.pageDown) return 'pgdn';
	if (key.home) return 'home';
	if (key.end) return 'end';
	// Terminals disagree about which of the two the key above Enter sends.
	if (key.backspace || key.delete) return 'backspace';
	return undefined;
};

/**
 * The names of the keys that one read from the terminal holds. Several printable keys typed quickly arrive together (Ink 8, measured), and
 * so does a paste; what is not printable and has no name means nothing here.
 */
export const chords = (input: string, key: Key): readonly string[] => {
	const name = named(key);
	if (name !== undefined) return [name];
	if (key.ctrl) return [`ctrl-${input}`];
	if (key.meta) return [];
	return [...input].flatMap(character => {
		if (character === '\r' || character === '\n') return ['enter'];
		if (character === ' ') return ['space'];
		return character < ' ' || character === '\u007f' ? [] : [character];
	});
};
