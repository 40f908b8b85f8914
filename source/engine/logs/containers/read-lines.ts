import {collectFirst, collectLast, entriesIn, type Collected} from './collect.ts';
import type {ContainerLine} from './container-lines.ts';
import {linesOf, type Output, type Span} from './lines-of.ts';
import {disorder, grain, type Place} from './place.ts';

export type Stretch = {
	/** In the order of their stamps; lines of one stamp are never apart. */
	readonly lines: readonly ContainerLine[];
	/** Whether there are others before the first, or after the last when it was read onwards. */
	readonly more: boolean;
};

/** Reads the log of one container by stretches. It learns how far from the end of the log places are, where Docker finds them quickly. */
export type LineReader = {
	/** The last lines before a place, of the whole log when it is left out. */
	before(to: Place | undefined, count: number, signal: AbortSignal): Promise<Stretch>;
	/** The first lines from a place on, of the whole log when it is left out. */
	after(from: Place | undefined, count: number, signal: AbortSignal): Promise<Stretch>;
	/** How long a `tail` reaches back to a place; undefined for all of the log. */
	tailFrom(from: Place, signal: AbortSignal): Promise<number | undefined>;
};

/** Entries more than needed: the first may be the end of a line that was cut. */
const spare = 8;
/** How far back a place is looked for at first, and how many times as far after that. */
const nearby = 10_000;
const further = 16;
const enough = 1.2;
const farthest = 100_000_000;

/** With `most` no place is looked for: only so many entries at the end of the log are read, what stands before them is left out. */
export const createLineReader = (output: Output, bounds: {readonly most?: number | undefined} = {}): LineReader => {
	/** So many entries stood behind this place when it was read; more have been written since. */
	let known: {readonly place: Place; readonly behind: number} | undefined;
	/** Whether Docker counts the tail after it has looked at the times, as it does with journald. */
	let countsLast = false;

	const learn = (place: Place | undefined, behind: number): void => {
		if (place !== undefined && !countsLast) known = {place, behind};
	};

	const behindOf = (place: Place): number => (known !== undefined && place <= known.place ? known.behind : 0);

	const end = async (count: number, signal: AbortSignal): Promise<Stretch> => {
		const tail = count + spare;
		const got = await collectLast(output, {tail}, {keep: tail, limit: Infinity}, signal);
		const isFirst = got.entries < tail;
		const stretch = lastOf(isFirst ? got : withoutFirst(got), count, isFirst);
		learn(stretch.lines[0]?.line.position, entriesIn(stretch.lines));
		return stretch;
	};

	const before = async (to: Place, count: number, signal: AbortSignal): Promise<Stretch> => {
		const limit = 4 * count + 1000;
		const ask = (span: Omit<Span, 'to'>, most = limit) =>
			collectLast(output, {...span, to}, {keep: count + spare, limit: most}, signal);
		const behind = behindOf(to);
		let found = Infinity;
		for (let tail = behind + count + spare, attempt = 1; ; attempt += 1) {
			const got = await ask({tail});
			if (!got.isWhole) return narrow(got, tail);
			if (behind > 0 && got.entries >= tail) countsLast = true;
			const part = withoutFirst(got);
			if (part.lines.length >= count / 2 || tail > farthest) {
				const stretch = lastOf(part, count, false);
				learn(stretch.lines[0]?.line.position, tail - got.entries + entriesIn(stretch.lines));
				return stretch;
			}
			if (attempt === 1 && behind > 0) {
				tail += 3 * count + 500; // Others have been written since the end was read.
				continue;
			}
			// It is near the start, or far from the end.
			if (tail < found) {
				const all = await ask({});
				if (all.isWhole) return lastOf(all, count, true);
				found = (await tailFrom(to, signal)) ?? farthest;
				tail = found;
			} else {
				tail *= 2;
			}
		}

		/** Too much stands before the place: what was written shortly before it is asked for, in spans of time that come to fit. */
		async function narrow({oldest, newest, count: came}: Collected, tail: number): Promise<Stretch> {
			let least = 0;
			let most = to - oldest;
			let span = Math.min(most / 2, Math.max(disorder, ((newest - oldest) * 2 * count) / came));
			for (;;) {
				const isExact = most - least < disorder;
				const got = await ask({from: to - (isExact ? most : span), tail}, isExact ? Infinity : limit);
				if (isExact || (got.isWhole && got.lines.length >= count / 2)) {
					const stretch = lastOf(got, count, false);
					learn(stretch.lines[0]?.line.position, tail);
					return stretch;
				}
				if (got.isWhole) {
					least = span;
					span = Math.min(span * 8, (least + most) / 2);
				} else {
					most = span;
					span = Math.max(span / 8, (least + most) / 2);
				}
			}
		}
	};

	const reaches = async (from: Place, tail: number, signal: AbortSignal): Promise<boolean> => {
		for await (const _ of linesOf(output, {to: from, tail}, signal)) return true;
		signal.throwIfAborted();
		return false;
	};

	const tailFrom: LineReader['tailFrom'] = async (from, signal) => {
		if (bounds.most !== undefined) return bounds.most;
		let least = 0;
		let tail = nearby;
		while (!(await reaches(from, tail, signal))) {
			if (tail > farthest) return undefined;
			least = tail;
			tail *= further;
		}
		// What Docker has to look through is much slower than what it skips.
		while (least > 0 && tail > least * enough) {
			const middle = Math.ceil(Math.sqrt(least * tail));
			if (await reaches(from, middle, signal)) tail = middle;
			else least = middle;
		}
		learn(from, tail);
		return tail + nearby; // By then more will have been written.
	};

	return {
		before: (to, count, signal) => (to === undefined ? end(count, signal) : before(to, count, signal)),
		async after(from, count, signal) {
			if (from === undefined) return collectFirst(output, {}, count, signal);
			if (known !== undefined && known.place <= from) {
				// Where the line before the place comes too, nothing is missing between them.
				const span = {from: from - grain, tail: known.behind + nearby};
				const {lines, more} = await collectFirst(output, span, count + 1, signal);
				const first = lines[0]?.line.position;
				if (first !== undefined && first <= from) return {lines: lines.filter(({line}) => line.position >= from), more};
			}
			const tail = await tailFrom(from, signal);
			return collectFirst(output, {from, tail}, count, signal);
		},
		tailFrom,
	};
};

/** What was cut by a tail may begin in the middle of a line. */
const withoutFirst = (got: Collected): Collected =>
	got.count > got.lines.length ? got : {...got, lines: got.lines.slice(1)};

/** The last so many of what came, at whole stamps. */
const lastOf = ({lines, count}: Collected, most: number, isFirst: boolean): Stretch => {
	const more = !isFirst || count > lines.length || lines.length > most;
	const cut = lines[Math.max(0, lines.length - most) - 1]?.line.position;
	const kept = cut === undefined ? lines : lines.filter(({line}) => line.position > cut);
	return {lines: kept.length === 0 ? lines : kept, more};
};
