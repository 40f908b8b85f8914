import * as fc from 'fast-check';
import {expect, test} from 'vitest';
import type {LogLine, LogRow, LogSource} from '../../../source/domain/log.ts';
import {createErrorSpotter, type ErrorSpotter, type SpottedError} from '../../../source/parse/errors/error-spotter.ts';

const sourceOf = (name: string): LogSource => ({kind: 'file', key: name, name, path: `/srv/${name}.log`});
const rowOf = (text: string, name = 'training'): LogRow => ({
	kind: 'line',
	source: sourceOf(name),
	line: {text, at: undefined, part: '', position: 0},
});
const ruleOf = (name = 'training'): LogRow => ({
	kind: 'rule',
	source: sourceOf(name),
	words: 'rotated',
	at: undefined,
});

const told = ({row, details}: SpottedError): readonly string[] => [`${row.source.key}: ${row.line.text}`, ...details];
const spotting = (errors = /ERROR/): {readonly spotter: ErrorSpotter; readonly taken: Array<readonly string[]>} => {
	const taken: Array<readonly string[]> = [];
	return {spotter: createErrorSpotter({errors}, error => taken.push(told(error))), taken};
};

test('an error is told with its traceback as one, once it is complete', () => {
	const taken: SpottedError[] = [];
	const spotter = createErrorSpotter({errors: /ERROR/}, error => taken.push(error));
	const traceback = ['Traceback (most recent call last):', '  File "/app/a.py", line 1, in run', 'ValueError: no rows'];
	for (const text of ['INFO a', 'ERROR b', ...traceback]) spotter.push(rowOf(text));
	expect(taken).toEqual([]);
	expect(spotter.open()).toEqual([{row: rowOf('ERROR b'), details: traceback, exception: 'ValueError: no rows'}]);
	spotter.push(rowOf('2026-11-20 06:00:44 INFO c'));
	expect(taken).toEqual([{row: rowOf('ERROR b'), details: traceback, exception: 'ValueError: no rows'}]);
	expect(spotter.open()).toEqual([]);
});

test('what another source or another output of it writes in between does not tear an error apart', () => {
	const {spotter, taken} = spotting();
	spotter.push(rowOf('ERROR a', 'web'), 'stderr');
	spotter.push(rowOf('INFO of the same second', 'web'), 'stdout');
	spotter.push(rowOf('INFO of another service', 'db'));
	spotter.push(rowOf('  more of a', 'web'), 'stderr');
	spotter.end();
	expect(taken).toEqual([['web: ERROR a', '  more of a']]);
});

test('nothing is joined over a rule, or over rows that were left out', () => {
	const {spotter, taken} = spotting();
	spotter.push(rowOf('ERROR a'));
	spotter.push(rowOf('ERROR b', 'web'));
	spotter.push(ruleOf());
	spotter.push(rowOf('  more of another'));
	spotter.push(rowOf('  more of b', 'web'));
	spotter.apart('web');
	spotter.push(rowOf('  more', 'web'));
	spotter.push(rowOf('ERROR c'));
	spotter.push(rowOf('ERROR d', 'web'), 'stdout');
	spotter.apart();
	spotter.push(rowOf('  more'));
	spotter.push(rowOf('  more', 'web'), 'stdout');
	spotter.apart('of nobody');
	spotter.end();
	expect(taken).toEqual([
		['training: ERROR a'],
		['web: ERROR b', '  more of b'],
		['training: ERROR c'],
		['web: ERROR d'],
	]);
});

const onStderr = (text: string): LogLine => ({text, at: undefined, part: '', position: 0, stream: 'stderr'});

test('a line says itself which output it was written to, and one that has not ended yet tears nothing apart', () => {
	const {spotter, taken} = spotting();
	const source = sourceOf('web');
	spotter.push({kind: 'line', source, line: onStderr('ERROR a')});
	spotter.push(rowOf('INFO b', 'web'));
	spotter.push({kind: 'rule', source, words: 'not ended yet:   more', at: undefined, unended: onStderr('  more')});
	spotter.push({kind: 'line', source, line: onStderr('  more of a')});
	spotter.end();
	expect(taken).toEqual([['web: ERROR a', '  more of a']]);
});

test('an expression that remembers where it was finds every error all the same', () => {
	const {spotter, taken} = spotting(/ERROR/g);
	for (const text of ['ERROR a', 'ERROR b', 'ERROR c']) spotter.push(rowOf(text));
	spotter.end();
	expect(taken).toHaveLength(3);
});

const byText = (one: string, other: string): number => one.localeCompare(other);

test('sources that are mixed have the errors that each has alone', () => {
	const line = fc.constantFrom('ERROR a', '  at b', 'Traceback (most recent call last):', 'KeyError: 1', '', 'INFO c');
	const entry = fc.record({
		text: line,
		name: fc.constantFrom('web', 'db'),
		stream: fc.constantFrom('stdout', 'stderr'),
	});
	type Entry = typeof entry extends fc.Arbitrary<infer Value> ? Value : never;
	const found = (entries: readonly Entry[]): readonly string[] => {
		const {spotter, taken} = spotting();
		for (const {text, name, stream} of entries) spotter.push(rowOf(text, name), stream);
		spotter.end();
		return taken.map(lines => lines.join('\n'));
	};
	fc.assert(
		fc.property(fc.array(entry, {maxLength: 40}), entries => {
			const alone = ['web', 'db'].flatMap(name =>
				['stdout', 'stderr'].flatMap(stream =>
					found(entries.filter(each => each.name === name && each.stream === stream)),
				),
			);
			expect(found(entries).toSorted(byText)).toEqual(alone.toSorted(byText));
		}),
		{numRuns: 300},
	);
});
