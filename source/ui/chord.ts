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

/** What a key is called that sends this character, in the middle of others. */
const nameOf = (character: string): readonly string[] => {
	switch (character) {
		case '\r':
		case '\n':
			return ['enter'];
		case '\t':
			return ['tab'];
		case ' ':
			return ['space'];
		case '\b':
		case '\u007F':
			return ['backspace'];
		default:
			// The control key takes 64 off a letter's code: https://en.wikipedia.org/wiki/Control_character#How_control_characters_map_to_keyboards
			return character < ' ' ? [`ctrl-${String.fromCodePoint(character.charCodeAt(0) + 96)}`] : [character];
	}
};

/**
 * The names of the keys that one read from the terminal holds. Several keys typed quickly arrive together (Ink 8, measured), a tab or an
 * Enter among them; only escape sequences come alone.
 */
export const chords = (input: string, key: Key): readonly string[] => {
	const name = named(key);
	if (name !== undefined) return [name];
	if (key.ctrl) return [`ctrl-${input}`];
	return key.meta ? [] : [...input].flatMap(nameOf);
};
