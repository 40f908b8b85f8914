import {describe, expect, test} from 'vitest';
import {fingerprintOf} from '../../../source/parse/errors/fingerprint.ts';
import {ownFrame} from '../../../source/parse/errors/own-frame.ts';
import {eventsIn} from '../../support/fold.ts';

describe('where in the project an exception came from', () => {
	test.each([
		[
			'the last own frame before it, in Python',
			'ValueError: no',
			[
				'Traceback (most recent call last):',
				'  File "/app/cli.py", line 3, in main',
				'  File "/app/er/data.py", line 7, in load',
				'  File "/usr/local/lib/python3.12/json/decoder.py", line 9, in decode',
				'  File "/app/.venv/lib/python3.12/site-packages/pandas/io.py", line 9, in read',
				'  File "<frozen importlib._bootstrap>", line 1, in _load',
				'ValueError: no',
				'',
				'  File "/app/after.py", line 1, in later',
			],
			'load (/app/er/data.py)',
		],
		[
			'the first own one, in Java',
			'a.B: c',
			[
				'\tat java.base/java.util.List.of(List.java:3)',
				'\tat org.springframework.jdbc.Template.run(Template.java:9)',
				'\tat app//com.example.Api$Inner.run(Api.java:7)',
				'\tat com.example.Main.main(Main.java:1)',
			],
			'com.example.Api$Inner.run',
		],
		[
			'and .NET',
			undefined,
			[
				'   at System.Linq.Enumerable.First[T](IEnumerable`1 source)',
				'   at Forecast.Api.<GetAsync>d__12.MoveNext() in /src/Api.cs:line 44',
			],
			'Forecast.Api.GetAsync (/src/Api.cs)',
		],
		[
			'and Node',
			undefined,
			[
				'    at node:internal/main:1:1',
				'    at Object.query (/app/node_modules/db/index.js:3:9)',
				'    at async Api.forecast [as run] (file:///app/src/api.js:10:11)',
			],
			'Api.forecast (/app/src/api.js)',
		],
		[
			'and Go',
			undefined,
			['net/http.serve', '\t/usr/local/go/src/net/http/server.go:9', '\t/src/main.go:41'],
			'/src/main.go',
		],
		['nowhere in frames of libraries', undefined, ['    at node:internal/main:1:1'], undefined],
		['nowhere without frames', undefined, ['  more of a message at home'], undefined],
	] as const)('is %s', (_, exception, lines, expected) => {
		expect(ownFrame(lines, exception)).toBe(expected);
	});
});

const raisedIn = (line: number, value: string, what = 'ValueError', place = 'load'): string =>
	`2026-11-20 06:00:44 ERROR run ${line} failed\nTraceback (most recent call last):\n  File "/app/data.py", line ${line}, in ${place}\n    x\n${what}: no rows in '${value}'\n`;
const fingerprintIn = (text: string): string | undefined => eventsIn(text)[0]?.fingerprint;

describe('equal errors have one fingerprint', () => {
	test('when a release moved their lines and only values differ', () => {
		expect(fingerprintIn(raisedIn(7, 'a'))).toBe(fingerprintIn(raisedIn(91, 'bcd')));
	});

	test('and others have another', () => {
		const known = fingerprintIn(raisedIn(7, 'a'));
		expect(fingerprintIn(raisedIn(7, 'a', 'KeyError'))).not.toBe(known);
		expect(fingerprintIn(raisedIn(7, 'a', 'ValueError', 'save'))).not.toBe(known);
	});

	test('even when they are reported in other words, unless nothing says where they came from', () => {
		const at = 'load (/app/data.py)';
		expect(fingerprintOf('Training failed', 'E: no', at)).toBe(fingerprintOf('Prediction failed', 'E: no', at));
		expect(fingerprintOf('Training failed', 'E: no', undefined)).not.toBe(
			fingerprintOf('Prediction failed', 'E: no', undefined),
		);
	});
});
