import type {AST} from '@eslint-community/regexpp';
import type {Alphabet, Characters} from './alphabet.ts';

/** What must be so between two characters. */
export const between = {nothing: 0, boundary: 1, noBoundary: 2, never: 4} as const;

/** A way to a place, or from it, with what must be so on the way: bits of `between`. */
export type Way = {readonly at: number; readonly guard: number};

/** A loop as an automaton: one place for each character it is written with, and the ways from each to what may come next. */
export type Loop = {readonly characters: readonly Characters[]; readonly ways: ReadonlyArray<readonly Way[]>};

/** A part of it: how nothing at all can match it (a guard for each way), and the places it begins and ends with. */
type Part = {readonly empties: readonly number[]; readonly firsts: readonly Way[]; readonly lasts: readonly Way[]};

/** Places that one repetition is written out with; one that would take more is taken for one without an end. */
const mostWritten = 100;

/** Two ways between the same places are many; more of them need not be told apart. */
const fewWays = (ways: readonly Way[]): readonly Way[] => {
	const seen = new Map<number, number>();
	return ways.filter(({at, guard}) => {
		if ((guard & between.never) !== 0) return false;
		const key = at * 8 + guard;
		const times = (seen.get(key) ?? 0) + 1;
		seen.set(key, times);
		return times <= 2;
	});
};
const fewEmpties = (guards: readonly number[]): readonly number[] =>
	guards.filter((guard, index) => guards.slice(0, index).filter(other => other === guard).length < 2);

/** The ways past something that nothing at all matches. */
const past = (ways: readonly Way[], empties: readonly number[]): readonly Way[] =>
	empties.flatMap(empty => ways.map(({at, guard}) => ({at, guard: guard | empty})));

const nothing: Part = {empties: [between.nothing], firsts: [], lasts: []};
/** JavaScript goes no second round, and takes nothing that is optional, where that matches nothing at all. */
const optional = ({firsts, lasts}: Part): Part => ({empties: [between.nothing], firsts, lasts});

const isSaturated = (size: number): boolean => size > mostWritten;

/** Places that something takes when it is written out, as far as that is few. */
const sizeOf = (element: AST.Element): number => {
	switch (element.type) {
		case 'Assertion':
		case 'Backreference':
			return 0;
		case 'Group':
		case 'CapturingGroup':
			return element.alternatives
				.flatMap(({elements}) => elements)
				.reduce((sum, each) => (isSaturated(sum) ? sum : sum + sizeOf(each)), 0);
		case 'Quantifier':
			return Math.min(mostWritten + 1, sizeOf(element.element) * timesOf(element));
		case 'Character':
		case 'CharacterSet':
		case 'CharacterClass':
		case 'ExpressionCharacterClass':
			return 1;
	}
};

/** How often the body of a quantifier is written. */
const timesOf = ({min, max}: AST.Quantifier): number => Math.max(1, max === Infinity ? min : max);

const flagsWith = (flags: string, {modifiers}: AST.Group): string => {
	if (modifiers === null) return flags;
	const {add, remove} = modifiers;
	const isOn = (flag: string, name: 'ignoreCase' | 'dotAll'): boolean =>
		(flags.includes(flag) || add[name]) && remove?.[name] !== true;
	return [isOn('i', 'ignoreCase') ? 'i' : '', isOn('s', 'dotAll') ? 's' : '', flags.replaceAll(/[is]/g, '')].join('');
};

/**
 * The automaton of a quantifier's body, repeated without an end. Two ways through the body for the same text are two paths in it. What is ahead
 * or behind is not looked at, nor what a back reference stands for.
 */
export const loopOf = ({element: body}: AST.Quantifier, alphabet: Alphabet, flags: string): Loop => {
	const characters: Characters[] = [];
	const ways: Way[][] = [];

	const link = (from: readonly Way[], to: readonly Way[]): void => {
		for (const {at: last, guard} of from)
			ways[last] = [
				...fewWays([...(ways[last] ?? []), ...to.map(first => ({at: first.at, guard: first.guard | guard}))]),
			];
	};
	const joined = (one: Part, other: Part): Part => {
		link(one.lasts, other.firsts);
		return {
			empties: fewEmpties(one.empties.flatMap(empty => other.empties.map(next => empty | next))),
			firsts: fewWays([...one.firsts, ...past(other.firsts, one.empties)]),
			lasts: fewWays([...other.lasts, ...past(one.lasts, other.empties)]),
		};
	};
	const repeated = (part: Part): Part => {
		link(part.lasts, part.firsts);
		return part;
	};

	const one = (element: AST.Element, inside: string): Part => {
		switch (element.type) {
			case 'Assertion':
				if (element.kind === 'start' || element.kind === 'end') return {...nothing, empties: [between.never]};
				if (element.kind !== 'word') return nothing;
				return {...nothing, empties: [element.negate ? between.noBoundary : between.boundary]};
			case 'Backreference':
				return nothing;
			case 'Group':
				return choice(element.alternatives, flagsWith(inside, element));
			case 'CapturingGroup':
				return choice(element.alternatives, inside);
			case 'Quantifier':
				return quantified(element, inside);
			case 'Character':
			case 'CharacterSet':
			case 'CharacterClass':
			case 'ExpressionCharacterClass': {
				const place = {at: characters.length, guard: between.nothing};
				characters.push(alphabet.of(element, inside));
				ways.push([]);
				return {empties: [], firsts: [place], lasts: [place]};
			}
		}
	};
	const choice = (alternatives: readonly AST.Alternative[], inside: string): Part => {
		const parts = alternatives.map(({elements}) =>
			elements.reduce((row, element) => joined(row, one(element, inside)), nothing),
		);
		return {
			empties: fewEmpties(parts.flatMap(({empties}) => empties)),
			firsts: parts.flatMap(({firsts}) => firsts),
			lasts: parts.flatMap(({lasts}) => lasts),
		};
	};
	const quantified = (quantifier: AST.Quantifier, inside: string): Part => {
		const {element, min, max} = quantifier;
		if (max === 0) return nothing;
		const next = (): Part => one(element, inside);
		if (max === Infinity || sizeOf(element) * timesOf(quantifier) > mostWritten) {
			let row = nothing;
			if (sizeOf(element) * min <= mostWritten) for (let times = 1; times < min; times += 1) row = joined(row, next());
			const last = repeated(next());
			if (min === 0) return optional(last);
			// A round that may be empty is one that must be made, and no round after those: `(a?)+` has two ways through an `a`.
			return last.empties.length === 0
				? joined(row, last)
				: joined(joined(row, next()), optional({...last, empties: []}));
		}
		let rest = nothing;
		for (let times = min; times < max; times += 1) rest = optional(joined({...next(), empties: []}, rest));
		let row = nothing;
		for (let times = 0; times < min; times += 1) row = joined(row, next());
		return joined(row, rest);
	};

	repeated(one(body, flags));
	return {characters, ways};
};
