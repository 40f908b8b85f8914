import type {Searched} from '../../domain/log.ts';
import type {Problem} from '../../domain/problem.ts';
import type {Sifted} from './dress.ts';
import {noRows} from './held-rows.ts';
import {spotOf, unknown, withSpots, type Spot} from './spots.ts';
import {idle, isSifted, type Update} from './state.ts';
import {found} from './stretch.ts';
import type {Search} from './view.ts';

/** How far a search has come: what it names has been searched. */
export type Searching = {
	readonly searched: Searched;
	readonly done: number | undefined;
	readonly problems: readonly Problem[];
	readonly isOver: boolean;
};

const advanced = (search: Search, {searched, done, problems, isOver}: Searching, more: number): Search => ({
	status: search.status === 'stopped' ? 'stopped' : isOver ? 'done' : 'searching',
	found: search.found + more,
	searched,
	done: isOver ? 1 : done,
	problems: [...search.problems, ...problems],
});

/** A search for the filter begins; what one that broke off had found is found again. */
export const searchBegan: Update = state => ({
	...state,
	...(isSifted(state) ? {rows: noRows, dropped: 0} : {}),
	status: 'live',
	problem: undefined,
	search: {...idle, status: 'searching'},
	late: {...state.late, hits: 0},
});

const spotsOf = (rows: readonly Sifted[]): readonly Spot[] =>
	rows.flatMap(({row, hit}) => (hit && row.kind === 'line' ? [spotOf(row)] : []));

/** The search for the filter has come so far, and found these since. */
export const searchAdvanced =
	(rows: readonly Sifted[], searching: Searching): Update =>
	state => {
		const spots = spotsOf(rows);
		const search = advanced(state.search, searching, spots.length);
		return isSifted(state)
			? {...found(rows)(state), search}
			: {...state, search, hits: withSpots(state.hits, spots, state.late.hits)};
	};

/** Somebody does not want to wait for the rest. */
export const searchStopped: Update = state =>
	state.search.status === 'searching' ? {...state, search: {...state.search, status: 'stopped'}} : state;

/** What of the lines that were written since is a hit. */
export const hitsWritten =
	(rows: readonly Sifted[]): Update =>
	state => {
		const spots = spotsOf(rows);
		if (spots.length === 0) return state;
		const search = {...state.search, found: state.search.found + spots.length};
		if (isSifted(state)) return {...state, search};
		const hits = state.late.hits + (state.search.status === 'searching' ? spots.length : 0);
		return {...state, search, hits: withSpots(state.hits, spots), late: {...state.late, hits}};
	};

export const errorsBegan: Update = state => ({
	...state,
	errors: {...idle, status: 'searching', ticks: []},
	late: {...state.late, errors: 0},
});

/** The search for errors has come so far, and found these since. What was written meanwhile may be among them. */
export const errorsAdvanced =
	(spots: readonly Spot[], searching: Searching): Update =>
	state => {
		const fresh = unknown(spots, state.errors.ticks);
		return {
			...state,
			errors: {
				...advanced(state.errors, searching, fresh.length),
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

/** The range had nothing, so more is shown. */
export const widened =
	(words: string | undefined): Update =>
	state => ({...state, widened: words});
