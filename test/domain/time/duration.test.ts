import {expect, test} from 'vitest';
import {parseDuration} from '../../../source/domain/time/duration.ts';

const hour = 3_600_000;

test.each([
	['1d', 24 * hour],
	['36h', 36 * hour],
	['90m', 1.5 * hour],
	['45s', 45_000],
	['1d 12h', 36 * hour],
	['1d12h', 36 * hour],
	['1d 2h 3m 4s', 26 * hour + 184_000],
	[' 2h ', 2 * hour],
	['0s', 0],
])('%s is a duration', (text, milliseconds) => {
	expect(parseDuration(text)).toBe(milliseconds);
});

test.each([
	'',
	' ',
	'soon',
	'1',
	'd',
	'1 d',
	'-1d',
	'1.5h',
	'12h 1d',
	'1h 1h',
	'1d,2h',
	'1D',
	'1w',
	'99999999999999d',
	'1d\n1h x',
])('%j is not a duration', text => {
	expect(parseDuration(text)).toBeUndefined();
});
