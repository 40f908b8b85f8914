import type {LogRow, Searched} from '../../domain/log.ts';
import type {Problem} from '../../domain/problem.ts';
import {covered, resumed, uncovered, withLive, type Coverage} from './coverage.ts';
import type {Sifted} from './dress.ts';
import {noRows} from './held-rows.ts';
import {spotOf, unknown, withSpots, type Spot} from './spots.ts';
import {idle, isSifted, type LogState, type Update} from './state.ts';
import {found} from './stretch.ts';
import type {Search} from './view.ts';

/** How far a search has come: what it names has been searched. */
export type Searching = {
	readonly searched: Searched;
	readonly done: number | undefined;
	/** All of them so far. */
	readonly problems: readonly Problem[];
	readonly isOver: boolean;
};

const advanced = (search: Search, coverage: Coverage, {done, problems, isOver}: Searching, more: number): Search => ({
	status: search.status === 'stopped' ? 'stopped' : isOver ? 'done' : 'searching',
	found: search.found + more,
	searched: covered(coverage),
	done: isOver ? 1 : done,
	problems: [...coverage.problems, ...problems],
});

const withCoverage = (state: LogState, of: 'search' | 'errors', coverage: Coverage): LogState['coverage'] => ({
	...state.coverage,
	[of]: coverage,
});

/** A search for the filter begins; what one that broke off had found is found again. */
export const searchBegan: Update = state => ({
	...state,
	...(isSifted(state) ? {rows: noRows, dropped: 0} : {}),
	status: 'live',
	problem: undefined,
	search: {...idle, status: 'searching'},
	hits: [],
	coverage: withCoverage(state, 'search', uncovered),
	late: {...state.late, hits: 0},
});

/** The search for the filter goes on behind all that was looked at. */
export const searchResumed: Update = state => ({
	...state,
	search: {...state.search, status: 'searching', done: undefined},
	coverage: withCoverage(state, 'search', resumed(state.coverage.search, 'live', state.search.problems)),
});

const hitsIn = (rows: readonly Sifted[]): number =>
	rows.reduce((sum, {row, hit}) => (hit && row.kind === 'line' ? sum + 1 : sum), 0);

/** Where they stand: the sums of long texts take time, and only hits beside the whole log are gone to by them. */
const spotsOf = (rows: readonly Sifted[]): readonly Spot[] =>
	rows.flatMap(({row, hit}) => (hit && row.kind === 'line' ? [spotOf(row)] : []));

/** The search for the filter has come so far, and found these since. */
export const searchAdvanced =
	(rows: readonly Sifted[], searching: Searching): Update =>
	state => {
		const coverage = withCoverage(state, 'search', {...state.coverage.search, current: searching.searched});
		const advancedBy = (more: number): Search => advanced(state.search, coverage.search, searching, more);
		if (isSifted(state)) return {...found(rows)(state), search: advancedBy(hitsIn(rows)), coverage};
		const spots = unknown(spotsOf(rows), state.hits);
		const hits = withSpots(state.hits, spots, state.late.hits);
		return {...state, search: advancedBy(spots.length), coverage, hits};
	};

/** Somebody does not want to wait for the rest. */
export const searchStopped: Update = state =>
	state.search.status === 'searching' ? {...state, search: {...state.search, status: 'stopped'}} : state;

/** What of the lines that were written since is a hit. */
export const hitsWritten =
	(rows: readonly Sifted[]): Update =>
	state => {
		const spots = isSifted(state) ? [] : unknown(spotsOf(rows), state.hits);
		const more = isSifted(state) ? hitsIn(rows) : spots.length;
		if (more === 0) return state;
		const search = {...state.search, found: state.search.found + more};
		if (isSifted(state)) return {...state, search};
		const hits = state.late.hits + (state.search.status === 'searching' ? spots.length : 0);
		return {...state, search, hits: withSpots(state.hits, spots), late: {...state.late, hits}};
	};

/** These lines were written since: errors were looked for in them, and the filter's hits in those `searched`. */
export const linesWritten =
	(rows: readonly LogRow[], searched: readonly LogRow[]): Update =>
	state => {
		const {search, errors} = state;
		// A search for errors that goes on may come to them as well.
		const coverage = {
			search: search.status === 'idle' ? state.coverage.search : withLive(state.coverage.search, searched),
			errors: errors.status === 'done' ? withLive(state.coverage.errors, rows) : state.coverage.errors,
		};
		return {
			...state,
			coverage,
			search: {...search, searched: covered(coverage.search)},
			errors: {...errors, searched: covered(coverage.errors)},
		};
	};

export const errorsBegan: Update = state => ({
	...state,
	errors: {...idle, status: 'searching', ticks: []},
	coverage: withCoverage(state, 'errors', uncovered),
	late: {...state.late, errors: 0},
});

/** The search for errors goes on where it ended: what was written since is searched, too. */
export const errorsResumed: Update = state => ({
	...state,
	errors: {...state.errors, status: 'searching', done: undefined},
	coverage: withCoverage(state, 'errors', resumed(state.coverage.errors, 'search', state.errors.problems)),
	late: {...state.late, errors: 0},
});

/** The search for errors has come so far, and found these since. What was written meanwhile may be among them. */
export const errorsAdvanced =
	(spots: readonly Spot[], searching: Searching): Update =>
	state => {
		const coverage = withCoverage(state, 'errors', {...state.coverage.errors, current: searching.searched});
		const fresh = unknown(spots, state.errors.ticks);
		return {
			...state,
			coverage,
			errors: {
				...advanced(state.errors, coverage.errors, searching, fresh.length),
				ticks: withSpots(state.errors.ticks, fresh, state.late.errors),
			},
		};
	};

/** Errors that were written since. */
export const errorsWritten =
	(spots: readonly Spot[]): Update =>
	state => {
		const {errors} = state;
		const fresh = unknown(spots, errors.ticks);
		if (fresh.length === 0) return state;
		const ticks = withSpots(errors.ticks, fresh);
		const late = state.late.errors + (errors.status === 'searching' ? fresh.length : 0);
		return {
			...state,
			errors: {...errors, found: errors.found + fresh.length, ticks},
			late: {...state.late, errors: Math.min(late, ticks.length)},
		};
	};

/** The errors could not be looked for. */
export const errorsUnknown =
	(problem: Problem): Update =>
	state => ({...state, errors: {...state.errors, status: 'stopped', problems: [problem]}});

/** It is known when the range begins; undefined where nothing older is left out. */
export const begins =
	(since: Date | undefined): Update =>
	state => ({...state, since: since ?? (typeof state.range === 'string' ? undefined : 'all')});

/** The range had nothing, so more is shown. */
export const widened =
	(words: string): Update =>
	state => ({...state, since: 'all', widened: words});
