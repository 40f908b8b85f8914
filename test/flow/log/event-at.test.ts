import {expect, test} from 'vitest';
import {eventAt} from '../../../source/flow/log/event-at.ts';
import {at} from '../../../source/store/log/screen.ts';
import {after, line, sifted, view} from '../../store/log/support.ts';

const texts = [
	'2026-11-20 14:00:00 INFO before',
	'2026-11-20 14:00:01 ERROR flow failed',
	'Traceback (most recent call last):',
	'  File "/app/run.py", line 3, in <module>',
	'    fail()',
	'ValueError: no rows',
	'2026-11-20 14:00:02 INFO after',
];

const state = view(texts.map((text, index) => sifted(line(index, text))));

test('the whole event is taken, wherever in it the cursor stands', () => {
	const event = texts.slice(1, 6).join('\n');
	for (const index of [1, 3, 5]) expect(eventAt(after(state, at(index)), /ERROR/)).toBe(event);
});

test('of what is no error the line is taken', () => {
	expect(eventAt(after(state, at(0)), /ERROR/)).toBe(texts[0]);
	expect(eventAt(after(state, at(6)), /ERROR/)).toBe(texts[6]);
	expect(eventAt(view([]), /ERROR/)).toBeUndefined();
});

test('lines of another source between those of an event are left out', () => {
	const other = {kind: 'file', key: 'other', name: 'other', path: 'other.log'} as const;
	const mixed = texts.flatMap((text, index) => [
		sifted(line(index, text)),
		sifted(line(index, `other ${index}`, other)),
	]);
	expect(eventAt(after(view(mixed), at(6)), /ERROR/)).toBe(texts.slice(1, 6).join('\n'));
});
