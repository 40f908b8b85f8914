import {expect, test} from 'vitest';
import {printable, printableJson} from '../../source/domain/printable.ts';

test.each([
	['text in any script', 'Blåbär 日本語 Привет שלום مرحبا'],
	['signs that take room though they are format controls', '\u0600\u06DD'],
	['a family', '👨\u200D👩\u200D👧'],
	['a heart on fire', '❤\uFE0F\u200D🔥'],
	['a Sinhala conjunct', 'ශ්\u200Dරී'],
	['a Persian plural', 'کتاب\u200Cها'],
])('%s stays as it is', (_title, text) => {
	expect(printable(text)).toBe(text);
	expect(printableJson(text)).toBe(`"${text}"`);
});

test.each([
	['a colour', 'a\u001B[31mb', 'ab'],
	['a title', 'a\u001B]0;title\u0007b', 'ab'],
	['an 8-bit control sequence', 'a\u009B31mb', 'ab'],
	['an escape without a sequence', 'a\u001B', 'a·'],
	['a carriage return, a backspace and a bell', 'a\rb\bc\u0007', 'a·b·c·'],
	['a line break', 'a\nb', 'a·b'],
	['a tab', 'a\tb', 'a  b'],
	['DEL and C1', '\u007F\u0085', '··'],
	['line and paragraph separators', 'a\u2028b\u2029c', 'a·b·c'],
	['marks of direction', '\u200E\u200F\u061C', '···'],
	['embeddings and overrides', '\u202A\u202B\u202C\u202D\u202E', '·····'],
	['isolates', '\u2066\u2067\u2068\u2069', '····'],
	['a soft hyphen', 'pass\u00ADword', 'pass·word'],
	['a zero-width space and no-break space', 'a\u200Bb\uFEFFc', 'a·b·c'],
	['a word joiner and what operators leave out', 'a\u2060\u2062b', 'a··b'],
	['a Mongolian vowel separator', 'a\u180Eb', 'a·b'],
	['a Hangul filler', 'a\u3164b', 'a·b'],
	['tags, which can hold a whole text', 'a\u{E0041}\u{E0042}', 'a··'],
	['marks of annotation', 'a\uFFF9b\uFFFAc\uFFFB', 'a·b·c·'],
	['joiners in ASCII', 'mlfl\u200Dow\u200C', 'mlfl·ow·'],
	['joiners at the start and in a row', '\u200D\u200Da é\u200D\u200D', '··a é\u200D·'],
	['a variation selector in ASCII', 'a\uFE0Fb', 'a·b'],
])('%s cannot hide or do anything', (_title, text, shown) => {
	expect(printable(text)).toBe(shown);
});

test('JSON keeps what it means and says what would not be seen', () => {
	const value = {text: 'a\u202E\u061C\u{E0041}\u0085 m\u200Dl 👨\u200D👩\n'};
	const json = printableJson(value, 1);
	expect(json).toBe('{\n "text": "a\\u202e\\u061c\\udb40\\udc41\\u0085 m\\u200dl 👨\u200D👩\\n"\n}');
	expect(JSON.parse(json)).toEqual(value);
});
