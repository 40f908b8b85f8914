import {expect, test} from 'vitest';
import {parseFilter} from '../../../source/parse/filter/filter.ts';

test('a filter ignores case unless it has an upper-case letter, and ! turns it round', () => {
	expect(parseFilter('error')).toMatchObject({pattern: /error/i, inverse: false});
	expect(parseFilter('Error')).toMatchObject({pattern: /Error/});
	expect(parseFilter(String.raw`\Sa\W`)).toMatchObject({pattern: /\Sa\W/i});
	expect(parseFilter('!a|b')).toMatchObject({text: '!a|b', pattern: /a|b/i, inverse: true});
	expect(parseFilter('')).toBeUndefined();
	expect(parseFilter('!')).toBeUndefined();
	expect(parseFilter('(')).toEqual({problem: 'unterminated group'});
});

test('a filter that could freeze the console is refused in a few words', () => {
	const problem = 'it could take for ever on a long line: (x+x+)+ matches the same text in many ways';
	expect(parseFilter('(x+x+)+y')).toEqual({problem});
	expect(parseFilter('!(x+x+)+y')).toEqual({problem});
	expect(parseFilter('(x+y)+')).toMatchObject({pattern: /(x+y)+/i});
});
