import {expect, test} from 'vitest';
import {eventAt} from '../../../source/flow/log/event-at.ts';
import type {Engine} from '../../../source/engine/engine.ts';
import type {Log} from '../../../source/engine/log.ts';
import type {LogState} from '../../../source/store/log/state.ts';
import {at} from '../../../source/store/log/screen.ts';
import {filtered} from '../../../source/store/log/wishes.ts';
import {searchAdvanced, searchBegan} from '../../../source/store/log/searches.ts';
import {after, line, sifted, training, view} from '../../store/log/support.ts';
import {createMemoryLog, source} from './memory-log.ts';

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

const {signal} = new AbortController();
const engineOf = (log: Log) => ({logs: {log: () => log}}) as unknown as Engine;
const onHand = (of: LogState) => eventAt(of, /ERROR/, undefined, signal);

test('the whole event is taken, wherever in it the cursor stands', async () => {
	const event = texts.slice(1, 6).join('\n');
	for (const index of [1, 3, 5]) expect(await onHand(after(state, at(index)))).toBe(event);
});

test('of what is no error the line is taken', async () => {
	expect(await onHand(after(state, at(0)))).toBe(texts[0]);
	expect(await onHand(after(state, at(6)))).toBe(texts[6]);
	expect(await onHand(view([]))).toBeUndefined();
});

test('lines of another source between those of an event are left out', async () => {
	const other = {kind: 'file', key: 'other', name: 'other', path: 'other.log'} as const;
	const mixed = texts.flatMap((text, index) => [
		sifted(line(index, text)),
		sifted(line(index, `other ${index}`, other)),
	]);
	expect(await onHand(after(view(mixed), at(6)))).toBe(texts.slice(1, 6).join('\n'));
});

test('nothing is one event over a restart, nor over lines that were left out', async () => {
	const rule = sifted({kind: 'rule', source: training, words: 'restarted', more: 'exit 1', at: undefined});
	const [, error = '', ...trace] = texts;
	const traced = trace.map((text, index) => sifted(line(index + 5, text)));
	expect(await onHand(after(view([sifted(line(1, error)), rule, ...traced]), at(0)))).toBe(error);
	expect(
		await onHand(
			after(view([sifted(line(1, error)), ...traced.with(0, {...sifted(line(5, trace[0])), apart: true})]), at(0)),
		),
	).toBe(error);
});

test('what the filter left out of an event is read for it', async () => {
	const filter = {text: 'ERROR|Value', pattern: /ERROR|Value/, inverse: false};
	const memory = createMemoryLog(texts, () => undefined);
	const found = [1, 5].map(index => ({row: memory.rows[index] ?? line(0), hit: true, apart: true}));
	const searched = {lines: 7, bytes: 0, from: undefined, to: undefined, range: {kind: 'whole'}} as const;
	const over = {searched, done: 1, problems: [], isOver: true};
	const opened = {...view([]), sources: [source] as const};
	const shown = after(opened, filtered(filter), searchBegan, searchAdvanced(found, over), at(1));
	expect(await eventAt(shown, /ERROR/, engineOf(memory.log), signal)).toBe(texts.slice(1, 6).join('\n'));
	expect(await onHand(shown)).toBe(texts[5]);
});
