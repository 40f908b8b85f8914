import {describe, expect, test} from 'vitest';
import {tracebackIn} from '../../../source/parse/errors/field-traceback.ts';
import {levelOf, messageOf} from '../../../source/parse/lines/levels.ts';

describe('a line', () => {
	test.each([
		['2026-11-20 06:00:44,123 ERROR Data is too stale', 'error', 'Data is too stale'],
		['2026-11-20 06:00:44,123 - er_forecast.prediction - ERROR - Prediction failed', 'error', 'Prediction failed'],
		['2026-11-20 06:00:44,123 ERROR er_forecast.prediction: Prediction failed', 'error', 'Prediction failed'],
		['2026-11-20 06:00:44,123 [ERROR] Prediction failed', 'error', 'Prediction failed'],
		['2026-11-20 06:00:44,123 ERROR ValueError: no rows', 'error', 'ValueError: no rows'],
		['2026-11-20 06:00:44,123 ERROR er.errors.StaleError: no rows', 'error', 'er.errors.StaleError: no rows'],
		['ERROR:root:Prediction failed', 'error', 'Prediction failed'],
		['[2026-11-20 06:00:44 +0100] [7] [CRITICAL] WORKER TIMEOUT (pid:9)', 'critical', 'WORKER TIMEOUT (pid:9)'],
		['2026/11/20 06:00:44 WARNING mlflow.utils: Retrying', 'warning', 'Retrying'],
		['2026-11-20 06:00:44.123 UTC [27] ERROR:  deadlock detected', 'error', 'deadlock detected'],
		['2026-11-20 06:00:44.123 UTC [27] er@patients FATAL:  no such role', 'critical', 'no such role'],
		['[2026-11-20, 06:00:44 UTC] {task.py:1937} ERROR - Task failed', 'error', 'Task failed'],
		['2026-11-20 06:00:44.123 | ERROR    | etl.load:run:12 - No rows', 'error', 'No rows'],
		['2026-11-20T06:00:44.1+01:00 ERROR 1 --- [main] c.e.Api : Refused', 'error', 'Refused'],
		[
			'[2026-11-20 06:00:44,123] ERROR [KafkaServer id=0] Fatal (kafka.Server)',
			'error',
			'[KafkaServer id=0] Fatal (kafka.Server)',
		],
		['2026-11-20T06:00:44Z [error    ] no rows  rows=0', 'error', 'no rows  rows=0'],
		['fail: Microsoft.Hosting[0]', 'error', 'Microsoft.Hosting[0]'],
		['\u001b[31mERROR\u001b[0m: colour', 'error', 'colour'],
		['ts=2026-11-20T06:00:44Z level=warn msg="slow query" err="took 9s"', 'warning', 'slow query: took 9s'],
		['E1120 06:00:44.123456       1 reflector.go:150] Failed to watch', 'error', 'Failed to watch'],
		['2026/11/20 06:00:44 [error] 31#31: *7 connect() failed', 'error', 'connect() failed'],
		['<3>disk is full', 'error', 'disk is full'],
		['<187>Nov 20 06:00:44 web app[12]: ERROR disk is full', 'error', 'disk is full'],
		['Nov 20 06:00:44 web app[12]: CRITICAL disk is full', 'critical', 'disk is full'],
		['training-1  | 2026-11-20 06:00:44,123 ERROR etl: no rows', 'error', 'etl: no rows'],
		['06:00:44.123 [main] ERROR c.e.Consumer - no rows', 'error', 'no rows'],
		['psql: error: connection refused', 'error', 'connection refused'],
		['Error: connect ECONNREFUSED 192.0.2.7:5432', 'error', 'connect ECONNREFUSED 192.0.2.7:5432'],
		['INFO ErrorHandler initialised, 0 errors', 'info', 'ErrorHandler initialised, 0 errors'],
		['{"@t":"2026-11-20T06:00:44Z","@mt":"Hello {Name}"}', 'info', 'Hello {Name}'],
		['{"@t":"2026-11-20T06:00:44Z","@mt":"Failed","@l":"Fatal"}', 'critical', 'Failed'],
		['{"EventId":1,"LogLevel":"Warning","Message":"slow"}', 'warning', 'slow'],
		['{"log.level":"ERROR","message":"Failed"}', 'error', 'Failed'],
		['{"log":"ERROR no rows\\n","stream":"stderr","time":"2026-11-20T06:00:44Z"}', 'error', 'ERROR no rows'],
		['{"PRIORITY":"4","MESSAGE":"slow"}', 'warning', 'slow'],
		['{"level":"error","message":"Failed","error":"refused"}', 'error', 'Failed: refused'],
		['{"level":50,"msg":"Failed"}', 'error', 'Failed'],
		['{"levelname":"CRITICAL","event":"gone"}', 'critical', 'gone'],
	] as const)('says its level and message: %s', (line, level, message) => {
		expect(levelOf(line)).toBe(level);
		expect(messageOf(line)).toBe(message);
	});

	test.each([
		['the request ended in ERROR'],
		['Retrying after an error: refused'],
		['error rate is 0.2'],
		['errors=0'],
		['errors=0 warnings=2'],
		['0 errors'],
		['ErrorHandler initialised'],
		['error_rate=0.01'],
		['error: 0.0123'],
		['Error: none'],
		['RuntimeError: CUDA error: device lost'],
		['{"level":3,"msg":"whose number"}'],
		['2026-11-20 06:00:44 0 rows, no ERROR'],
		['{"msg":"level is not stated"}'],
		[''],
	])('that does not clearly state a level has none: %s', line => {
		expect(levelOf(line)).toBeUndefined();
	});

	test('a message is never emptied', () => {
		expect(messageOf('2026-11-20 06:00:44 ERROR')).toBe('2026-11-20 06:00:44 ERROR');
		expect(messageOf('{"level":"error"}')).toBe('{"level":"error"}');
	});

	test('a hostile line takes no time', () => {
		const started = performance.now();
		for (const piece of ['- ', '[', 'a - ', 'a:', '{}', 'x=', 'a.', '(', '| ', '"\\'])
			for (const make of [levelOf, messageOf]) make(`ERROR ${piece.repeat(30_000)}`);
		expect(performance.now() - started).toBeLessThan(1000);
	});
});

test('the traceback in a field is handed out as lines', () => {
	expect(tracebackIn('{"msg":"x","exc_info":"Traceback:\\n  File\\nValueError: no"}')).toEqual([
		'Traceback:',
		'  File',
		'ValueError: no',
	]);
	expect(tracebackIn('{"msg":"x","exception":"one line"}')).toEqual([]);
	expect(tracebackIn('plain')).toEqual([]);
});
