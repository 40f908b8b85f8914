import {expect, test} from 'vitest';
import {readable} from '../../../source/ui/log/readable.ts';

test('a JSON line reads level, message and its fields in their order', () => {
	const line =
		'{"time":"2026-11-20T02:00:01Z","b":1,"level":"error","msg":"no rows","a":"two words","ok":true,"none":null}';
	expect(readable(line, true)).toEqual({
		head: 'ERROR no rows',
		fields: ['b=1', 'a="two words"', 'ok=true', 'none=null'],
		below: [],
	});
});

test('the time stays in front where no column shows it', () => {
	expect(readable('{"ts":1763604001.5,"level":"info","msg":"ready"}', false)?.head).toBe('1763604001.5 INFO ready');
});

test('no number loses digits, and what is there twice stays twice', () => {
	const line = '{"msg":"x","id":918273645564738291,"id":2.50,"7":1,"deep":{"a":{"b":{"c":[1,"}"]}}}}';
	expect(readable(line, true)?.fields).toEqual([
		'id=918273645564738291',
		'id=2.50',
		'7=1',
		'deep={"a":{"b":{"c":[1,"}"]}}}',
	]);
});

test('a numbered level is named, and a second message is a field', () => {
	expect(readable('{"level":50,"msg":"a","message":"b"}', true)).toMatchObject({
		head: 'ERROR a',
		fields: ['message=b'],
	});
});

test('a field of several lines stands below', () => {
	const line = String.raw`{"level":"error","message":"failed\nat once","exc_info":"Traceback:\n  File \"a.py\"\nOSError: full\n"}`;
	expect(readable(line, true)).toEqual({
		head: 'ERROR failed',
		fields: [],
		below: [
			{name: '', lines: ['at once']},
			{name: 'exc_info', lines: ['Traceback:', '  File "a.py"', 'OSError: full']},
		],
	});
});

test('a logfmt line keeps its other pairs and the words between them', () => {
	expect(
		readable('ts=2026-11-20T02:00:02Z level=warn msg="slow \\"query\\"" then took=1.2s path="/a b"', true),
	).toEqual({
		head: 'WARN slow "query"',
		fields: ['then', 'took=1.2s', 'path="/a b"'],
		below: [],
	});
});

test.each(['plain words', '{"a":1}', '{broken', '{"level":"error"', 'loss=0.3 epoch=2', '[1,2]', ''])(
	'%s is no line of fields, and stays as it is',
	line => {
		expect(readable(line, true)).toBeUndefined();
	},
);
