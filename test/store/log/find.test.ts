import {expect, test} from 'vitest';
import type {Filter} from '../../../source/domain/log.ts';
import {toError, toHit, toRunBefore} from '../../../source/store/log/find.ts';
import {nextSpot, spotOf, spotsHeld, withSpots} from '../../../source/store/log/spots.ts';
import {
	errorsAdvanced,
	errorsBegan,
	errorsWritten,
	searchAdvanced,
	searchBegan,
} from '../../../source/store/log/searches.ts';
import {at} from '../../../source/store/log/screen.ts';
import type {LogState, Update} from '../../../source/store/log/state.ts';
import {written} from '../../../source/store/log/stretch.ts';
import {filtered, ranged, widenedContext} from '../../../source/store/log/wishes.ts';
import {after, line, lines, mark, sifted, training, view} from './support.ts';

const searched = {lines: 0, bytes: 0, from: undefined, to: undefined, range: {kind: 'whole'}} as const;
const over = {searched, done: 1, problems: [], isOver: true};
const going = {...over, isOver: false};

const go = (state: LogState, way: Update | undefined): LogState => {
	if (way === undefined) throw new Error('there is no way');
	return after(state, way);
};

/** A line that does not say when it was written. */
const spot = (part: string, position: number) => ({
	source: 'training',
	part,
	position,
	at: undefined,
	sum: 0,
	id: `${part} ${position}`,
});

const filter: Filter = {text: 'x', pattern: /x/, inverse: false};

test('the next hit is the next row that the filter found, not one around it', () => {
	const found = [sifted(line(1), true), sifted(line(2)), sifted(line(9), true)];
	const state = after(view([]), filtered(filter), searchBegan, searchAdvanced(found, over));
	expect(state.search).toMatchObject({status: 'done', found: 2});
	const first = after(state, at(0));
	expect(go(first, toHit(first, 1)).cursor).toBe(2);
	expect(toHit(first, -1)).toBeUndefined();
	expect(toHit(state, 1)).toBeUndefined();
});

test('among all lines the next hit on hand is gone to, and one beyond is read', () => {
	const rows = [sifted(line(100)), sifted(line(101), true), sifted(line(102))];
	const hits = [line(5), line(101), line(500)].map(row => sifted(row, true));
	const state = {
		...after(view(rows, 'end', {before: true}), at(0)),
		filter,
		context: 'all' as const,
	};
	const known = after(state, searchAdvanced(hits, over));
	expect(go(known, toHit(known, 1)).cursor).toBe(1);
	expect(go(known, toHit(known, -1)).wish).toEqual({place: {around: spotOf(line(5))}});
	const last = after(known, at(1));
	expect(go(last, toHit(last, 1)).wish).toEqual({place: {around: spotOf(line(500))}});
});

test('the next error is found by where it stands, on hand or beyond', () => {
	const state = after(
		view(lines(100, 120), {around: spotOf(line(110))}, {before: true, after: true}),
		errorsBegan,
		errorsAdvanced([line(3), line(112), line(400)].map(spotOf), over),
	);
	expect(go(state, toError(state, 1)).cursor).toBe(12);
	expect(go(state, toError(state, -1)).wish).toEqual({place: {around: spotOf(line(3))}});
});

test('errors that are written while those before are looked for come last, and none twice', () => {
	const state = after(
		view(lines(0, 5)),
		errorsBegan,
		errorsAdvanced([spotOf(line(1))], going),
		errorsWritten([spotOf(line(9))]),
		errorsAdvanced([line(2), line(9)].map(spotOf), over),
	);
	expect(state.errors.ticks.map(({position}) => position)).toEqual([1, 2, 9]);
	expect(state.errors).toMatchObject({found: 3, status: 'done'});
});

test('lines of one moment are told apart, and rotated files by their order', () => {
	expect(spotOf(line(1, 'one'))).not.toEqual(spotOf(line(1, 'other')));
	const spots = [spot('old', 5), spot('old', 90), spot('new', 3), spot('new', 40)];
	expect(nextSpot(spots, spot('old', 90), 1)).toEqual(spot('new', 3));
	expect(nextSpot(spots, spot('new', 3), -1)).toEqual(spot('old', 90));
	expect(nextSpot(spots, spot('new', 40), 1)).toBeUndefined();
});

test('spots are bounded: the oldest are let go of', () => {
	const many = Array.from({length: spotsHeld}, (_, index) => spotOf(line(index)));
	const more = withSpots(many, [spotOf(line(-1))]);
	expect(more).toHaveLength(spotsHeld);
	expect(more.at(-1)?.position).toBe(-1);
});

test('another filter leaves nothing of the one before, another range nothing of its errors', () => {
	const state = after(view(lines(0, 30)), errorsBegan, errorsWritten([spotOf(line(9))]));
	const next = after(state, filtered(filter));
	expect(next.rows.length).toBe(0);
	expect(next.errors.found).toBe(1);
	expect(next.wish).not.toBe(state.wish);
	expect(after(next, ranged({last: 60_000})).errors).toMatchObject({found: 0, ticks: []});
});

test('without its filter the log is shown where the cursor was', () => {
	const found = [sifted(line(7), true), sifted(line(9), true)];
	const state = after(view([]), filtered(filter), searchBegan, searchAdvanced(found, over), at(0));
	expect(after(state, filtered(undefined)).wish).toEqual({place: {around: spotOf(line(7))}});
	expect([0, 3, 10, 'all', 0]).toEqual(
		Array.from({length: 5}, (_, times) => after(state, ...Array.from({length: times}, () => widenedContext)).context),
	);
});

/** Hits of more than half a kilobyte each. */
const hits = (from: number, to: number) =>
	Array.from({length: to - from}, (_, index) => sifted(line(from + index, 'x'.repeat(600)), true));

test('what a filter found and could not be held is counted, in its place', () => {
	const empty = after(view([]), filtered(filter), searchBegan);
	const state = after(empty, searchAdvanced(hits(0, 30_000), over));
	expect(state.dropped + state.rows.length - 1).toBe(30_000);
	expect(state.dropped).toBeGreaterThan(10_000);
	expect(state.search.found).toBe(30_000);
	const again = after(state, searchAdvanced(hits(30_000, 40_000), over));
	expect(again.dropped + again.rows.length - 1).toBe(40_000);
	expect(again.rows.at(0)).toMatchObject({
		dropped: again.dropped,
		row: {kind: 'rule', words: expect.stringMatching(/^\d\d \d{3} lines were dropped here$/)},
	});
	expect(again.rows.at(1)?.row).toEqual(line(again.dropped, 'x'.repeat(600)));

	// Somebody who reads the first hits keeps them.
	const reading = after(empty, searchAdvanced(hits(0, 100), over), at(0), searchAdvanced(hits(100, 40_000), over));
	const {length} = reading.rows;
	expect(reading.cursor).toBe(0);
	expect(reading.rows.at(length - 1)).toMatchObject({dropped: reading.dropped, row: {kind: 'rule'}});
	expect(reading.dropped + length - 1).toBe(40_000);
	const on = after(reading, searchAdvanced(hits(40_000, 50_000), over));
	const rules = on.rows.slice(0, on.rows.length).filter(({row}) => row.kind === 'rule');
	expect(on.dropped + on.rows.length - rules.length).toBe(50_000);
	expect(rules.reduce((sum, {dropped = 0}) => sum + dropped, 0)).toBe(on.dropped);
});

test('the run before of a service is what stands above the last rule', () => {
	const rule = sifted({kind: 'rule', source: training, words: 'restarted', more: 'exit 1', at: undefined});
	const state = after(view(lines(0, 20)), written([rule, ...lines(20, 40)], mark(40)));
	expect(go(state, toRunBefore(state)).cursor).toBe(19);
	expect(toRunBefore(view(lines(0, 20)))).toBeUndefined();
});
