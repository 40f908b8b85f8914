import {expect, test} from 'vitest';
import {withoutMemory} from '../../../source/parse/filter/without-memory.ts';

test('an expression says the same each time it is asked', () => {
	const pattern = withoutMemory(/Error/giu);
	expect(pattern).toEqual(/Error/iu);
	expect(['an error', 'an error', 'an error'].map(text => pattern.test(text))).toEqual([true, true, true]);
	expect(withoutMemory(/a/y).test('ba')).toBe(true);
});

test('one that has no memory is left as it is', () => {
	const pattern = /error/i;
	expect(withoutMemory(pattern)).toBe(pattern);
});
