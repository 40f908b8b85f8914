import * as fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {withoutColour} from '../../../source/parse/lines/log-lines.ts';
import {tracebackLine, tracebackStart} from '../../../source/parse/errors/traceback-lines.ts';
import {createFolder} from '../../../source/parse/errors/tracebacks.ts';
import {fold, logNames, logOf} from '../../support/fold.ts';

const pattern = /ERROR|Exception/;
const logs = logNames.map(name => logOf(name).toString().trimEnd().split('\n'));

const fronts = [
	'',
	'',
	'',
	'training-1  | ',
	'Nov 20 06:00:44 web app[12]: ',
	'2026-11-20 06:00:44,123 ERROR root - ',
	'[2026-11-20, 06:00:44 UTC] {logging_mixin.py:188} WARNING - ',
	'2026-11-20T06:00:44.123Z stdout F ',
	'\t',
];
const oddLines = [
	'',
	'',
	' ',
	'done',
	'one more sentence',
	'Traceback (most recent call last):',
	'    at a.b(C.java:1)',
	'Error: x',
	'}',
	'  File "/app/a.py", line 1, in f',
	'KeyError: 1',
	'2026-11-20 06:00:44 INFO x',
	'Caused by: a.B: c',
	'\tx',
	'a | b',
];

/** Something of a log of the real world, perhaps with something in front of each of its lines, or coloured. */
const excerpt = fc
	.record({
		log: fc.constantFrom(...logs),
		from: fc.nat({max: 30}),
		count: fc.integer({min: 1, max: 14}),
		front: fc.constantFrom(...fronts),
		colour: fc.constantFrom('', '', '', '\u001b[31m', '\u001b[1;31m\u001b[2m'),
		trimmed: fc.boolean(),
	})
	.map(({log, from, count, front, colour, trimmed}) =>
		log
			.slice(from % log.length, (from % log.length) + count)
			.map(line => (trimmed ? (front + line).trimEnd() : front + line))
			.map(line => (colour === '' ? line : `${colour}${line}\u001b[0m`)),
	);
const oddLine = fc.constantFrom(...oddLines);
const someLines = fc
	.array(fc.oneof({weight: 3, arbitrary: excerpt}, {weight: 1, arbitrary: fc.array(oddLine, {maxLength: 4})}), {
		maxLength: 8,
	})
	.map(parts => parts.flat());

type Numbered = {readonly text: string; readonly index: number};

const matches = (text: string): boolean => pattern.test(text);

/** The errors in these lines; a line that does not follow the one before it has others between them. */
const errorsIn = (lines: readonly Numbered[]) => {
	const found: Array<{first: number; details: readonly string[]; exception: string | undefined}> = [];
	const folder = createFolder<Numbered>(matches, ({line, details, exception}) =>
		found.push({first: line.index, details, exception}),
	);
	let last = -1;
	for (const line of lines) {
		if (line.index !== last + 1) folder.end();
		folder.push(line);
		last = line.index;
	}
	folder.end();
	return found;
};

/** What a host finds that asks each line alone: those that may begin an error, and after each those that may belong to it. */
const foundOnHost = (lines: readonly Numbered[]): readonly Numbered[] => {
	let follows = false;
	return lines.filter(({text}) => {
		follows = matches(withoutColour(text)) || tracebackStart.test(text) || (follows && tracebackLine.test(text));
		return follows;
	});
};

const numbered = (lines: readonly string[]): readonly Numbered[] => lines.map((text, index) => ({text, index}));

describe('a traceback', () => {
	test('begins and goes on with lines that say by themselves that they may belong to one', () => {
		fc.assert(
			fc.property(someLines, lines => {
				for (const {first, details} of errorsIn(numbered(lines))) {
					const begin = lines[first] ?? '';
					expect(begin).toMatch(matches(withoutColour(begin)) ? /^/ : tracebackStart);
					for (const detail of details) expect(detail).toMatch(tracebackLine);
				}
			}),
			{numRuns: 1000, seed: 1},
		);
	});

	test('is the same where the host leaves out all lines that cannot belong to one', () => {
		fc.assert(
			fc.property(someLines, lines => {
				const all = numbered(lines);
				expect(errorsIn(foundOnHost(all))).toEqual(errorsIn(all));
			}),
			{numRuns: 1000, seed: 2},
		);
	});

	test.each(logNames)('of %s needs none of the lines that cannot belong to one', name => {
		const all = numbered(logOf(name).toString().split('\n'));
		expect(errorsIn(foundOnHost(all))).toEqual(errorsIn(all));
	});

	test('is hardly ever seen in a record that begins with its time', () => {
		const records = [
			'2026-11-20 06:00:44,123 INFO er_forecast.data: Read 1 204 rows',
			'2026-11-20 06:00:44.123 | INFO     | etl.load:run:12 - Read 3 rows',
			'[2026-11-20 06:00:44 +0000] [27] [INFO] Booting worker with pid: 27',
			'[2026-11-20, 06:00:44 UTC] {taskinstance.py:1} INFO - Dependencies all met',
			'2026-11-20 06:00:44.123 UTC [1] LOG:  database system is ready to accept connections',
			'2026-11-20T06:00:44.1+01:00  INFO 1 --- [main] c.e.Api : ready to serve',
			'Nov 20 06:00:44 web app[12]: ready to serve',
			'training-1  | 2026-11-20 06:00:44,123 INFO er_forecast.data: Read 1 204 rows',
			'INFO:     192.0.2.9:51324 - "GET /health HTTP/1.1" 200 OK',
			'ts=2026-11-20T05:00:40.100Z caller=main.go:627 level=info msg="Starting Prometheus Server"',
			'{"time":"2026-11-20T06:00:40.1Z","level":"INFO","message":"started"}',
			'192.0.2.9 - - [20/Nov/2026:06:00:44 +0100] "GET / HTTP/1.1" 200 5',
			'2026/11/20 06:00:40 [notice] 1#1: start worker processes',
		];
		expect(records.filter(record => tracebackLine.test(record) || tracebackLine.test(`${record}\r`))).toEqual([]);
	});
});

describe('where the bytes of a log are cut', () => {
	const oddBytes = fc.constantFrom(
		...['\n', '\r\n', '\r', '\0', 'åäö', '😀', 'ERROR å', 'Exception', '\u2028', '\u001b[31m'].map(text =>
			Buffer.from(text),
		),
		...[[0xff], [0xc3], [0xf0, 0x9f], [0xe2, 0x82], [0, 0x0a, 0]].map(bytes => Buffer.from(bytes)),
	);
	const someBytes = fc
		.array(
			fc.oneof(
				oddBytes,
				excerpt.map(lines => Buffer.from(`${lines.join('\n')}\n`)),
			),
			{maxLength: 10},
		)
		.map(parts => Buffer.concat(parts));

	test('makes no difference', () => {
		fc.assert(
			fc.property(someBytes, fc.array(fc.nat({max: 4000}), {maxLength: 40}), (bytes, cuts) => {
				const places = [0, ...cuts.map(cut => cut % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
				const chunks = places.slice(1).map((to, index) => bytes.subarray(places[index], to));
				expect(fold(chunks)).toEqual(fold([bytes]));
			}),
			{numRuns: 200, seed: 3},
		);
	});

	test('makes none in a line of 10 MB either, and the errors around it are found', () => {
		const long = Buffer.alloc(10_000_000, 'ERROR å');
		const bytes = Buffer.concat([Buffer.from('ERROR a\n'), long, Buffer.from('\r\n  b\n\0ERROR c\n')]);
		const chunks = Array.from({length: Math.ceil(bytes.length / 65_521)}, (_, index) =>
			bytes.subarray(index * 65_521, (index + 1) * 65_521),
		);
		const whole = fold([bytes]);
		expect(fold(chunks)).toEqual(whole);
		expect(whole.events.map(({line, details}) => [line.position, details])).toEqual([
			[0, []],
			[8, ['  b']],
			[10_000_014, []],
		]);
	});
});
