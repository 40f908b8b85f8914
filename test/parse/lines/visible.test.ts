import stringWidth from 'string-width';
import {expect, test} from 'vitest';
import {visible} from '../../../source/parse/lines/visible.ts';

const esc = '\u001B';

test.each([
	['plain text', 'INFO ready', 'INFO ready'],
	['any script and emoji', 'Blåbär 日本語 שלום 👨\u200D👩\u200D👧', 'Blåbär 日本語 שלום 👨\u200D👩\u200D👧'],
	['a title (OSC 0)', `a${esc}]0;owned\u0007b`, 'a^[]0;owned^Gb'],
	['a link (OSC 8)', `${esc}]8;;http://x${esc}\\text${esc}]8;;${esc}\\`, '^[]8;;http://x^[\\text^[]8;;^[\\'],
	['the clipboard (OSC 52)', `${esc}]52;c;aGk=\u0007`, '^[]52;c;aGk=^G'],
	['a cleared screen', `${esc}[2J${esc}[H`, '^[[2J^[[H'],
	['a device string (DCS)', `${esc}P$q"p${esc}\\`, '^[P$q"p^[\\'],
	['device queries', `${esc}[c${esc}[>0q${esc}[6n`, '^[[c^[[>0q^[[6n'],
	['private modes', `${esc}[?1049h${esc}[?25l`, '^[[?1049h^[[?25l'],
	['the end of a bracketed paste', `${esc}[201~rm -rf`, '^[[201~rm -rf'],
	['a full reset', `${esc}c`, '^[c'],
	['another character set', `${esc}(0\u000Eabc\u000F`, '^[(0^Nabc^O'],
	['8-bit controls', '\u009B31m \u009D0;t\u009C \u0090q', '\\x9b31m \\x9d0;t\\x9c \\x90q'],
	['C0 and DEL', 'a\0b\bc\rd\ne\u007F', 'a^@b^Hc^Md^Je^?'],
	['a cut escape', `a${esc}`, 'a^['],
	['a cut sequence', `a${esc}[38;5`, 'a^[[38;5'],
	['what is asked of xterm alone', `${esc}[>4;2m${esc}[?4m${esc}[4 q`, '^[[>4;2m^[[?4m^[[4 q'],
	['concealed text', `${esc}[8mhidden${esc}[31;8mx`, '^[[8mhidden^[[31;8mx'],
	[
		'unknown styles',
		`${esc}[999m${esc}[38;7;1m${esc}[38;5;256m${esc}[38;2;1;2m${esc}[1:2m`,
		'^[[999m^[[38;7;1m^[[38;5;256m^[[38;2;1;2m^[[1:2m',
	],
	[
		'direction and what takes no room',
		'user\u202Etxt.exe a\u200Bb \u{E0041} mlfl\u200Dow',
		'user·txt.exe a·b · mlfl·ow',
	],
	['half a surrogate pair', 'a\uD83Db\uDC00', 'a\uFFFDb\uFFFD'],
])('%s is shown and does nothing, with colour and without', (_title, text, shown) => {
	expect(visible(text, {colour: true})).toBe(shown);
	expect(visible(text, {colour: false})).toBe(shown);
});

test.each([
	['closed at the end', `${esc}[31mred`, `${esc}[31mred${esc}[39m`, 'red'],
	['closed by the program', `${esc}[1;31mred${esc}[0m.`, `${esc}[1;31mred${esc}[22;39m.`, 'red.'],
	['closed with an empty parameter', `${esc}[4mu${esc}[m.`, `${esc}[4mu${esc}[24m.`, 'u.'],
	['closed one by one', `${esc}[1m${esc}[31ma${esc}[39mb`, `${esc}[1m${esc}[31ma${esc}[39mb${esc}[22m`, 'ab'],
	['nothing to close', `a${esc}[0m${esc}[39mb`, 'ab', 'ab'],
	['256 colours', `${esc}[38;5;208;1mx`, `${esc}[38;5;208;1mx${esc}[39;22m`, 'x'],
	['true colour', `${esc}[48;2;1;2;3mx${esc}[49m`, `${esc}[48;2;1;2;3mx${esc}[49m`, 'x'],
	[
		'colons',
		`${esc}[38:2::1:2:3mx${esc}[38:5:9my${esc}[4:3mz${esc}[4:0m`,
		`${esc}[38;2;1;2;3mx${esc}[38;5;9my${esc}[4mz${esc}[24m${esc}[39m`,
		'xyz',
	],
	['bright and inverse', `${esc}[97;7mx`, `${esc}[97;7mx${esc}[39;27m`, 'x'],
	['beside what is shown', `${esc}[31m${esc}[2Jx`, `${esc}[31m^[[2Jx${esc}[39m`, '^[[2Jx'],
])('a colour is kept: %s', (_title, text, shown, without) => {
	expect(visible(text, {colour: true})).toBe(shown);
	expect(visible(text, {colour: false})).toBe(without);
	expect(visible(visible(text, {colour: true}), {colour: true})).toBe(shown);
});

test.each([
	['a\tb', 'a       b'],
	['\tb', '        b'],
	['12345678\tb', '12345678        b'],
	['日本\tb', '日本    b'],
	['a\t\tb', 'a               b'],
	[`${esc}[31mab${esc}[0m\tc`, 'ab      c'],
	['\u0007\tc', '^G      c'],
])('tabs reach to the next stop: %j', (text, shown) => {
	expect(visible(text, {colour: false})).toBe(shown);
	expect(stringWidth(visible(text, {colour: true}))).toBe(stringWidth(shown));
});

test('no line takes long however it is made', () => {
	for (const piece of [
		'\t',
		esc,
		`${esc}[`,
		`${esc}[1`,
		`${esc}[1;`,
		`${esc}[1m`,
		'\u200D',
		'é\u200D',
		'\uD83D',
		'日\t',
		'·',
		'\u009B',
	]) {
		const text = piece.repeat(Math.ceil(65_536 / piece.length));
		const begun = performance.now();
		visible(text, {colour: true});
		expect({piece, quick: performance.now() - begun < 4000}).toMatchObject({quick: true});
	}
});
