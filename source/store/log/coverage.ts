import type {LogRow, Searched} from '../../domain/log.ts';
import type {Problem} from '../../domain/problem.ts';

type Amount = Omit<Searched, 'range'>;

/** What was looked at for one thing: by the searches that one goes on from, by that one, and as it was written. */
export type Coverage = {
	readonly earlier: Searched | undefined;
	readonly current: Searched | undefined;
	readonly live: Amount;
	/** What the earlier searches could not look at. */
	readonly problems: readonly Problem[];
};

const none: Amount = {lines: 0, bytes: 0, from: undefined, to: undefined};

export const uncovered: Coverage = {earlier: undefined, current: undefined, live: none, problems: []};

const least = (one: Date | undefined, other: Date | undefined): Date | undefined =>
	one === undefined || (other !== undefined && other < one) ? other : one;

const most = (one: Date | undefined, other: Date | undefined): Date | undefined =>
	one === undefined || (other !== undefined && other > one) ? other : one;

const added = (one: Amount, other: Amount): Amount => ({
	lines: one.lines + other.lines,
	bytes: one.bytes + other.bytes,
	from: least(one.from, other.from),
	to: most(one.to, other.to),
});

/** All that was looked at, in the range that was asked for first; undefined before any search said how far it came. */
export const covered = ({earlier, current, live}: Coverage): Searched | undefined => {
	const range = (earlier ?? current)?.range;
	return range === undefined ? undefined : {...added(added(earlier ?? none, current ?? none), live), range};
};

/** Lines that were written are looked at as they come. */
export const withLive = (coverage: Coverage, rows: readonly LogRow[]): Coverage => {
	let {lines, bytes, from, to} = coverage.live;
	for (const row of rows) {
		if (row.kind === 'rule') continue;
		lines += 1;
		bytes += row.line.text.length + 1;
		from = least(from, row.line.at);
		to = most(to, row.line.at);
	}
	return {...coverage, live: {lines, bytes, from, to}};
};

/** A search goes on behind what was looked at, or behind what was searched of it: then what was written since is looked at once more. */
export const resumed = (coverage: Coverage, behind: 'live' | 'search', problems: readonly Problem[]): Coverage => ({
	earlier: covered(behind === 'live' ? coverage : {...coverage, live: none}),
	current: undefined,
	live: none,
	problems,
});
