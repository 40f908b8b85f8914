import * as fc from 'fast-check';
import {expect, test} from 'vitest';
import {costOf} from '../../../source/parse/filter/expression-cost.ts';

test.each([
	'(x+x+)+y',
	'(a|a)*',
	'(a+)+',
	'(a*)*',
	'(a?b?)*',
	String.raw`(\w+\s?)*`,
	'(.*,)+',
	String.raw`"(?:\\.|[^"])*"`,
	'(a|b|ab)*c',
	'(a(|b|))*',
	'(a{1,3})*',
	'(a{1,3}){20}',
	'((a?)*)*',
	'((a?)+b)*',
	'(å|[ä-ö]|å)*',
	String.raw`(.|\s)*`,
	'(?=(a+)+b)',
	String.raw`^(([a-z])+.)+[A-Z]([a-z])+$`,
])('%s could take for ever', source => {
	expect(costOf(new RegExp(source))).toMatch(
		/^it could take for ever on a long line: .* matches the same text in many ways$/,
	);
});

test.each([
	'',
	'ERROR|Exception',
	String.raw`(\w+\s)*`,
	'(a+b)*',
	String.raw`^(?:\d+,)+$`,
	// The shorter one cannot go on where the longer one matches, so that there is one way for each text.
	'(a|ab)*',
	'(a?)*',
	String.raw`(?:[^"\\]|\\.)*`,
	'(å|ä)*',
	'.*timeout.*after',
	'([0-9a-f]{16})+',
	'([0-9a-f]{2}:){5,}',
	String.raw`(\b\w+\b\s*)+$`,
	'(?:(?!END).)*END',
	String.raw`(["'])(?:(?!\1).)*\1`,
	'(ba{2,}|ba)*',
	'(^a|b)*',
	String.raw`([^,]*,)*$`,
	'a{1000}',
])('%s does not', source => {
	expect(costOf(new RegExp(source))).toBeUndefined();
});

test('the part that takes the time is told, and whether case matters is known', () => {
	expect(costOf(/^INFO (?:\d+:)+ (x+x+)+y/)).toBe(
		'it could take for ever on a long line: (x+x+)+ matches the same text in many ways',
	);
	expect(costOf(/([a-z]|[A-Z])*/)).toBeUndefined();
	expect(costOf(/([a-z]|[A-Z])*/i)).toContain('([a-z]|[A-Z])*');
	expect(costOf(/(å|Å)*/i)).toContain('(å|Å)*');
	expect(costOf(new RegExp(`(${'a+'.repeat(50)})*`))).toContain(`(${'a+'.repeat(19)}…`);
});

/** A small expression over `a` and `b`, to be matched one way after the other as JavaScript does. */
type Tree =
	| {readonly kind: 'sign'; readonly signs: string}
	| {readonly kind: 'row' | 'choice'; readonly parts: readonly Tree[]}
	| {readonly kind: 'loop'; readonly body: Tree; readonly min: number; readonly max: number};

const sourceOf = (tree: Tree): string => {
	switch (tree.kind) {
		case 'sign':
			return `[${tree.signs}]`;
		case 'row':
			return tree.parts.map(sourceOf).join('');
		case 'choice':
			return `(?:${tree.parts.map(sourceOf).join('|')})`;
		case 'loop':
			return `(?:${sourceOf(tree.body)}){${tree.min},${tree.max === Infinity ? '' : tree.max}}`;
	}
};

/** Steps that trying all ways takes, up to `most`. */
const stepsOf = (whole: Tree, text: string, most: number): number => {
	let steps = 0;
	const matches = (tree: Tree, from: number, then: (at: number) => boolean): boolean => {
		steps += 1;
		// Everything matches once there were too many, so that it is over.
		if (steps >= most) return true;
		switch (tree.kind) {
			case 'sign':
				return from < text.length && tree.signs.includes(text.charAt(from)) && then(from + 1);
			case 'row': {
				const go = (index: number, at: number): boolean => {
					const part = tree.parts[index];
					return part === undefined ? then(at) : matches(part, at, next => go(index + 1, next));
				};
				return go(0, from);
			}
			case 'choice':
				return tree.parts.some(part => matches(part, from, then));
			case 'loop': {
				const round = (times: number, at: number): boolean =>
					(times < tree.max &&
						matches(tree.body, at, next => !(times >= tree.min && next === at) && round(times + 1, next))) ||
					(times >= tree.min && then(at));
				return round(0, from);
			}
		}
	};
	matches(whole, 0, () => false);
	return steps;
};

const {tree} = fc.letrec<{tree: Tree}>(tie => ({
	tree: fc.oneof(
		{maxDepth: 3, withCrossShrink: true},
		fc.record({kind: fc.constant('sign' as const), signs: fc.constantFrom('a', 'b', 'ab')}),
		fc.record({kind: fc.constantFrom('row' as const, 'choice' as const), parts: fc.tuple(tie('tree'), tie('tree'))}),
		fc
			.record({
				body: tie('tree'),
				times: fc.constantFrom([0, Infinity] as const, [1, Infinity] as const, [0, 1] as const, [1, 2] as const),
			})
			.map(({body, times: [min, max]}) => ({kind: 'loop' as const, body, min, max})),
	),
}));

test('what is let be takes few steps on a text that does not match', () => {
	const words = ['a', 'b', 'ab', 'aab', 'abb', 'aabb'];
	fc.assert(
		fc.property(tree, body => {
			const loop: Tree = {kind: 'loop', body, min: 0, max: Infinity};
			fc.pre(costOf(new RegExp(sourceOf(loop))) === undefined);
			for (const word of words) expect(stepsOf(loop, `${word.repeat(12)}c`, 20_000)).toBeLessThan(20_000);
		}),
		{numRuns: 300},
	);
});
