import * as fc from 'fast-check';
import {expect, test} from 'vitest';
import type {LogRow, LogSource} from '../../../source/domain/log.ts';
import {createSieve, type Sieve} from '../../../source/parse/filter/sieve.ts';

const sourceOf = (name: string): LogSource => ({kind: 'file', key: name, name, path: `/srv/${name}.log`});

/** `a: text` is a line of the source `a`, `a| words` a rule in it. */
const rowOf = (written: string): LogRow => {
	const [name = '', words = ''] = written.split(/[:|] /);
	const source = sourceOf(name);
	return written.includes('| ')
		? {kind: 'rule', source, words, at: undefined}
		: {kind: 'line', source, line: {text: words, at: undefined, part: '', position: 0}};
};
const told = (row: LogRow): string =>
	row.kind === 'line' ? `${row.source.name}: ${row.line.text}` : `${row.source.name}| ${row.words}`;

const sift = (sieve: Sieve, rows: readonly string[]): readonly string[] =>
	sieve(rows.map(rowOf)).flatMap(({row, hit, apart}) => {
		const shown = `${told(row)}${hit ? ' *' : ''}`;
		return apart ? ['--', shown] : [shown];
	});

const filter = {pattern: /hit/, inverse: false};

test('hits come with the lines around them, in whatever portions the rows come', () => {
	const sieve = createSieve(filter, 1);
	expect(sift(sieve, ['a: 1', 'a: 2', 'a: hit'])).toEqual(['--', 'a: 2', 'a: hit *']);
	expect(sift(sieve, ['a: 3', 'a: 4'])).toEqual(['a: 3']);
	expect(sift(sieve, ['a: hit'])).toEqual(['a: 4', 'a: hit *']);
	expect(sift(sieve, ['a: 5', 'a: 6', 'a: 7', 'a: hit'])).toEqual(['a: 5', '--', 'a: 7', 'a: hit *']);
});

test('an inverse filter lets through what does not match', () => {
	expect(sift(createSieve({...filter, inverse: true}, 0), ['a: hit', 'a: 1', 'a: 2'])).toEqual([
		'--',
		'a: 1 *',
		'a: 2 *',
	]);
});

test('the lines around a hit are those of its own source', () => {
	const sieve = createSieve(filter, 1);
	expect(sift(sieve, ['a: 1', 'b: 1', 'a: hit', 'b: 2', 'b: 3', 'a: 2', 'b: 4', 'a: 3', 'b: hit'])).toEqual([
		'--',
		'a: 1',
		'a: hit *',
		'a: 2',
		'--',
		'b: 4',
		'b: hit *',
	]);
});

test('a rule is always let through, and parts the lines around hits', () => {
	const sieve = createSieve(filter, 2);
	expect(
		sift(sieve, ['a: hit', 'a| restarted', 'a: 1', 'a: 2', 'a| restarted', 'a: 3', 'a: hit', 'b| rotated']),
	).toEqual(['--', 'a: hit *', 'a| restarted', '--', 'a| restarted', 'a: 3', 'a: hit *', '--', 'b| rotated']);
});

test('a rule of another source parts nothing but what it stands between', () => {
	expect(sift(createSieve(filter, 1), ['a: hit', 'b| rotated', 'a: 1'])).toEqual([
		'--',
		'a: hit *',
		'--',
		'b| rotated',
		'--',
		'a: 1',
	]);
});

const unended = (text: string): LogRow => ({
	kind: 'rule',
	source: sourceOf('a'),
	words: `not ended yet: ${text}`,
	at: undefined,
	unended: {text, at: undefined, part: '', position: 0},
});

test('what has not ended yet is let through where it is wanted, and parts nothing', () => {
	const sieve = createSieve(filter, 1);
	const rows = [rowOf('a: hit'), unended('other'), unended('hi'), unended('hit'), rowOf('a: 1')];
	expect(sieve(rows).map(({row, apart}) => [told(row), apart])).toEqual([
		['a: hit', true],
		['a| not ended yet: hit', false],
		['a: 1', false],
	]);
});

test('everything is let through with all the lines around, or without a filter', () => {
	const rows = ['a: 1', 'b: hit', 'a| rotated', 'a: 2'];
	expect(sift(createSieve(filter, 'all'), rows)).toEqual(['a: 1', 'b: hit *', 'a| rotated', 'a: 2']);
	expect(sift(createSieve(undefined, 3), rows)).toEqual(rows);
});

test('an expression that remembers where it was finds every hit all the same', () => {
	const sieve = createSieve({...filter, pattern: /hit/g}, 0);
	expect(sift(sieve, ['a: hit', 'a: hit', 'a: hit'])).toEqual(['--', 'a: hit *', 'a: hit *', 'a: hit *']);
});

test('each source shows of a merged log what it shows alone, whatever the portions', () => {
	const row = fc.constantFrom('a: 1', 'a: hit', 'b: 1', 'b: hit', 'a| rotated', 'b| restarted');
	fc.assert(
		fc.property(fc.array(fc.array(row, {maxLength: 8}), {maxLength: 8}), fc.nat(3), (portions, context) => {
			const merged = createSieve(filter, context);
			const seen = portions.flatMap(portion => merged(portion.map(rowOf)));
			for (const name of ['a', 'b']) {
				const alone = createSieve(
					filter,
					context,
				)(
					portions
						.flat()
						.filter(written => written.startsWith(name))
						.map(rowOf),
				);
				expect(
					seen.filter(({row: {source}}) => source.name === name).map(({row: one, hit}) => [told(one), hit]),
				).toEqual(alone.map(({row: one, hit}) => [told(one), hit]));
			}
		}),
		{numRuns: 300},
	);
});
