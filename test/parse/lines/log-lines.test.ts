import {describe, expect, test} from 'vitest';
import {createClockReader} from '../../../source/domain/time/clock-reader.ts';
import {fieldsOf, timeOf, withoutTime} from '../../../source/parse/lines/log-lines.ts';

const stockholm = 60;
const at = (text: string, offset = stockholm): string | undefined =>
	timeOf(text, createClockReader({kind: 'offset', minutes: offset}))?.toISOString();

describe('the time of a line', () => {
	test.each([
		['Python logging', '2026-11-20 06:00:44,123 INFO started', '2026-11-20T05:00:44.123Z'],
		['ISO 8601 without an offset', '2026-11-20T06:00:44 started', '2026-11-20T05:00:44.000Z'],
		['ISO 8601 in UTC', '2026-11-20T06:00:44.123456789Z started', '2026-11-20T06:00:44.123Z'],
		['ISO 8601 with an offset', '2026-11-20T06:00:44.5-05:30 started', '2026-11-20T11:30:44.500Z'],
		['gunicorn', '[2026-11-20 06:00:44 +0100] [7] [ERROR] Worker timeout', '2026-11-20T05:00:44.000Z'],
		['MLflow', '2026/11/20 06:00:44 INFO mlflow.store.db.utils: Creating', '2026-11-20T05:00:44.000Z'],
		['PostgreSQL in UTC', '2026-11-20 06:00:44.123 UTC [27] ERROR:  deadlock', '2026-11-20T06:00:44.123Z'],
		['PostgreSQL in summer time', '2026-07-20 06:00:44.123 CEST [27] LOG:  ready', '2026-07-20T04:00:44.123Z'],
		['a level that is no zone', '2026-11-20 06:00:44 WARN slow', '2026-11-20T05:00:44.000Z'],
		['Airflow', '[2026-11-20, 06:00:44 UTC] {taskinstance.py:1937} ERROR - x', '2026-11-20T06:00:44.000Z'],
		['Airflow since 2.4', '[2026-11-20T06:00:44.123+0000] {task.py:7} ERROR - x', '2026-11-20T06:00:44.123Z'],
		['the level first', 'ERROR 2026-11-20 06:00:44,123 failed', '2026-11-20T05:00:44.123Z'],
		['colour before the time', '\u001b[32m2026-11-20 06:00:44.123\u001b[0m | ERROR | x', '2026-11-20T05:00:44.123Z'],
		['Prometheus', 'ts=2026-11-20T06:00:44.123Z caller=main.go:1 level=error', '2026-11-20T06:00:44.123Z'],
		['Grafana', 'logger=migrator t=2026-11-20T06:00:44.12+01:00 level=info', '2026-11-20T05:00:44.120Z'],
		['quoted logfmt', 'time="2026-11-20T06:00:44Z" level=info msg="up"', '2026-11-20T06:00:44.000Z'],
		['logfmt in seconds', 'level=info ts=1763618444.5 msg=up', '2025-11-20T06:00:44.500Z'],
		['JSON text', '{"level":"error","time":"2026-11-20T06:00:44.1Z"}', '2026-11-20T06:00:44.100Z'],
		['JSON of Python', '{"asctime": "2026-11-20 06:00:44,123", "message": "x"}', '2026-11-20T05:00:44.123Z'],
		['JSON milliseconds', '{"level":50,"time":1763618444123,"msg":"x"}', '2025-11-20T06:00:44.123Z'],
		['JSON seconds', '{"ts":1763618444.123,"msg":"x"}', '2025-11-20T06:00:44.123Z'],
		['JSON nanoseconds', '{"timestamp":1763618444123456789}', '2025-11-20T06:00:44.123Z'],
		['behind the names that carriers put in front', 'web-1  | a | 2026-11-20 06:00:44 x', '2026-11-20T05:00:44.000Z'],
		['an access log', '10.0.0.7 - - [20/Nov/2026:06:00:44 +0100] "GET / HTTP/1.1" 500', '2026-11-20T05:00:44.000Z'],
	])('%s', (_, line, expected) => {
		expect(at(line)).toBe(expected);
	});

	test('a time without a zone is in the zone of the host', () => {
		expect(at('2026-11-20 06:00:44 x', -300)).toBe('2026-11-20T11:00:44.000Z');
		expect(at('2026-11-20 06:00:44 x', 0)).toBe('2026-11-20T06:00:44.000Z');
	});

	test.each([
		'Newest patient is from 2026-11-18 22:59:00, more than a day ago',
		'Epoch 3/10 - loss 0.24',
		'',
		'06:00:44 ERROR a time without a date',
		'2026-13-40 06:00:44 no such day',
		'{"message": "2026-11-20 06:00:44 is in the text"}',
		'Trained model=arrival, newest time=2026-11-18T22:59:00Z',
	])('is not guessed: %s', line => {
		expect(at(line)).toBeUndefined();
	});
});

test('what follows the time keeps its level', () => {
	expect(withoutTime('2026-11-20 06:00:44 WARN slow')).toBe('WARN slow');
	expect(withoutTime('2026-11-20 06:00:44.123 UTC [27] LOG:  up')).toBe('[27] LOG:  up');
	expect(withoutTime('[2026-11-20 06:00:44 +0100] [7] x').trim()).toBe('[7] x');
});

describe('the fields of a line', () => {
	test('JSON, nested and escaped', () => {
		expect(fieldsOf('{"msg":"a\\nb","error":{"code":7,"stack":"x"},"none":null}')).toEqual({
			msg: 'a\nb',
			'error.code': '7',
			'error.stack': 'x',
		});
	});

	test('logfmt, quoted and bare', () => {
		expect(fieldsOf('level=error msg="said \\"no\\"" err=refused empty=')).toEqual({
			level: 'error',
			msg: 'said "no"',
			err: 'refused',
			empty: '',
		});
	});

	test.each(['{not json}', 'a = b', 'just words', 'one=thing', '{"cut": "of'])('none in: %s', line => {
		expect(fieldsOf(line)).toBeUndefined();
	});
});
