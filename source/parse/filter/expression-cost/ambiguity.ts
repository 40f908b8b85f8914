import type {Characters} from './alphabet.ts';
import {between, type Loop, type Way} from './loop.ts';

/** Pairs of ways that are looked at: a loop with more of them is not told. */
const mostLookedAt = 100_000;

/** Two places that the same text leads to, as one number, and whether its last character is one of a word. */
type Pair = number;

const allows = (guard: number, wasWord: number, isWord: number): boolean =>
	wasWord === isWord ? (guard & between.boundary) === 0 : (guard & between.noBoundary) === 0;

/**
 * Whether the same text can lead through a loop, from a place back to it, in two ways: then a text that repeats it can be read in two to the power of
 * so many ways, and all of them are tried where what follows does not match.
 * After Weber and Seidl, On the degree of ambiguity of finite automata, https://doi.org/10.1016/0304-3975(91)90381-B
 */
export const isAmbiguous = ({characters, ways}: Loop, word: Characters): boolean => {
	const count = characters.length;
	let lookedAt = 0;

	const classes = [...new Set(characters)];
	const classOf = characters.map(each => classes.indexOf(each));
	/** For each two classes whether both have a character that is none of a word, and one that is. */
	const meetings = classes.map(one =>
		classes.map(other => [(one & other & ~word) !== 0n, (one & other & word) !== 0n] as const),
	);
	const canMeet = (one: number, other: number, isWord: 0 | 1): boolean =>
		meetings[classOf[one] ?? 0]?.[classOf[other] ?? 0]?.[isWord] ?? false;
	const pairOf = (one: number, other: number, isWord: 0 | 1): Pair =>
		(Math.min(one, other) * count + Math.max(one, other)) * 2 + isWord;
	const placesOf = (pair: Pair): readonly [number, number] => {
		const places = Math.floor(pair / 2);
		return [Math.floor(places / count), places % count];
	};
	const isOne = (pair: Pair): boolean => {
		const [one, other] = placesOf(pair);
		return one === other;
	};

	/** The pairs that may come next; `twice` are those that two ways lead to from one place. */
	const nextOf = (pair: Pair): {readonly next: readonly Pair[]; readonly twice: ReadonlySet<Pair>} => {
		const [one, other] = placesOf(pair);
		const wasWord = pair % 2;
		const next = new Set<Pair>();
		const twice = new Set<Pair>();
		const step = (first: Way, second: Way, isWord: 0 | 1): void => {
			if (!allows(first.guard, wasWord, isWord) || !allows(second.guard, wasWord, isWord)) return;
			if (!canMeet(first.at, second.at, isWord)) return;
			const found = pairOf(first.at, second.at, isWord);
			next.add(found);
			if (one === other && first !== second && first.at === second.at) twice.add(found);
		};
		for (const first of ways[one] ?? [])
			for (const second of ways[other] ?? []) {
				lookedAt += 1;
				step(first, second, 0);
				step(first, second, 1);
			}
		return {next: [...next], twice};
	};

	// Tarjan's search for what leads back to itself: https://doi.org/10.1137/0201010
	type Visit = {readonly pair: Pair; readonly next: readonly Pair[]; at: number};
	const order = new Map<Pair, number>();
	const lowest = new Map<Pair, number>();
	const twiceFrom = new Map<Pair, ReadonlySet<Pair>>();
	const open: Pair[] = [];
	const isOpen = new Set<Pair>();
	const visits: Visit[] = [];

	const enter = (pair: Pair): void => {
		const {next, twice} = nextOf(pair);
		order.set(pair, order.size);
		lowest.set(pair, order.size - 1);
		if (twice.size > 0) twiceFrom.set(pair, twice);
		open.push(pair);
		isOpen.add(pair);
		visits.push({pair, next, at: 0});
	};
	const lower = (pair: Pair, to: number | undefined): void =>
		void lowest.set(pair, Math.min(lowest.get(pair) ?? Infinity, to ?? Infinity));

	/** Pairs that all lead to each other. */
	const isBad = (round: readonly Pair[]): boolean => {
		const members = new Set(round);
		const ones = round.filter(isOne);
		if (ones.length === 0) return false;
		return (
			ones.length < round.length ||
			ones.some(pair => [...(twiceFrom.get(pair) ?? [])].some(found => members.has(found)))
		);
	};

	const leave = ({pair}: Visit): boolean => {
		visits.pop();
		const parent = visits.at(-1);
		if (parent !== undefined) lower(parent.pair, lowest.get(pair));
		if (lowest.get(pair) !== order.get(pair)) return false;
		const round = open.splice(open.lastIndexOf(pair));
		for (const each of round) isOpen.delete(each);
		return isBad(round);
	};

	for (let place = 0; place < count; place += 1) {
		for (const isWord of [0, 1] as const) {
			const start = pairOf(place, place, isWord);
			if (order.has(start) || !canMeet(place, place, isWord)) continue;
			enter(start);
			for (let visit = visits.at(-1); visit !== undefined; visit = visits.at(-1)) {
				if (lookedAt > mostLookedAt) return false;
				const found = visit.next[visit.at];
				visit.at += 1;
				if (found === undefined) {
					if (leave(visit)) return true;
				} else if (!order.has(found)) enter(found);
				else if (isOpen.has(found)) lower(visit.pair, order.get(found));
			}
		}
	}
	return false;
};
