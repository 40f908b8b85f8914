import {expect, test} from 'vitest';
import type {Filter} from '../../../source/domain/log.ts';
import {parseFilter} from '../../../source/parse/filter/filter.ts';
import {toError, toHit} from '../../../source/store/log/find.ts';
import {at, moved} from '../../../source/store/log/screen.ts';
import {searchStopped} from '../../../source/store/log/searches.ts';
import {filtered, ranged, wentToEnd, wentToStart, widenedContext} from '../../../source/store/log/wishes.ts';
import {createMemoryLog, now, openMemoryLog, textsOf} from './memory-log.ts';

const gone = {what: 'The connection is gone', why: 'it was cut', next: 'wait'};

/** Lines of which the last was written `age` milliseconds ago, one a second. */
const numbered = (count: number, age = 0) =>
	createMemoryLog(
		Array.from({length: count}, (_, index) => (index % 1000 === 1 ? `ERROR ${index}` : `line ${index}`)),
		index => new Date(now.getTime() - age - (count - 1 - index) * 1000),
	);

const filter = (text: string): Filter => {
	const parsed = parseFilter(text);
	if (parsed === undefined || 'problem' in parsed) throw new Error(text);
	return parsed;
};

test('a log is opened at its end, and what is written comes', async () => {
	const memory = numbered(50_000);
	await using opened = openMemoryLog(memory);
	await opened.sees(({status}) => status === 'live');
	expect(opened.view.get()).toMatchObject({before: 'more', after: 'none', following: true});
	memory.write('new one');
	await opened.sees(state => textsOf(state).at(-1) === 'new one');
	expect(opened.view.get().rows.length).toBeLessThan(1000);
});

test('going up reads page after page, without a hole, as far as the start', async () => {
	const memory = numbered(3000);
	await using opened = openMemoryLog(memory);
	await opened.sees(({status}) => status === 'live');
	for (let position = 0; position < 20; position += 1) {
		opened.view.update(at(0));
		await opened.sees(({before, cursor}) => before === 'none' || cursor > 20);
	}
	await opened.sees(({before}) => before === 'none');
	expect(textsOf(opened.view.get())).toEqual(memory.rows.map(({line}) => line.text));
});

test('to the start and back to the end reads no more than what is looked at', async () => {
	const memory = numbered(50_000);
	await using opened = openMemoryLog(memory);
	await opened.sees(({status}) => status === 'live');
	opened.view.update(wentToStart);
	await opened.sees(state => textsOf(state)[0] === 'line 0');
	expect(opened.view.get()).toMatchObject({cursor: 0, before: 'none', after: 'more', following: false});
	opened.view.update(wentToEnd);
	await opened.sees(state => textsOf(state).at(-1) === 'line 49999');
	expect(opened.view.get()).toMatchObject({following: true});
	expect(memory.seen.reads).toBeLessThan(8);
});

test('paging down to the end goes on live from there, without a gap or a line twice', async () => {
	const memory = numbered(2000);
	await using opened = openMemoryLog(memory, 'start');
	await opened.sees(({status}) => status === 'live');
	memory.write('late 1');
	for (let turn = 0; turn < 20 && opened.view.get().after !== 'none'; turn += 1) {
		const {length} = opened.view.get().rows;
		opened.view.update(moved(1000));
		await opened.sees(({rows, after}) => rows.length > length || after === 'none');
	}
	memory.write('late 2');
	opened.view.update(wentToEnd);
	await opened.sees(state => textsOf(state).at(-1) === 'late 2');
	expect(textsOf(opened.view.get())).toEqual(memory.rows.map(({line}) => line.text));
});

test('a filter searches the whole range, and what is written later is filtered too', async () => {
	const memory = numbered(50_000);
	await using opened = openMemoryLog(memory);
	await opened.sees(({status}) => status === 'live');
	opened.view.update(filtered(filter('ERROR')));
	await opened.sees(({search}) => search.status === 'done');
	expect(textsOf(opened.view.get())[0]).toBe('ERROR 1');
	expect(opened.view.get().search).toMatchObject({found: 50, searched: {lines: 50_000}});
	memory.write('nothing', 'ERROR late', 'nothing');
	await opened.sees(state => textsOf(state).at(-1) === 'ERROR late');
	expect(opened.view.get().search.found).toBe(51);
	opened.view.update(filtered(undefined));
	await opened.sees(state => textsOf(state).at(-1) === 'nothing');
});

test('context shows the lines around each hit, and all of them in the end', async () => {
	const memory = numbered(5000);
	await using opened = openMemoryLog(memory);
	await opened.sees(({status}) => status === 'live');
	opened.view.update(filtered(filter('!line')));
	await opened.sees(({search}) => search.status === 'done');
	expect(opened.view.get().rows.length).toBe(5);
	opened.view.update(widenedContext);
	await opened.sees(({search, rows}) => search.status === 'done' && rows.length > 5);
	expect(textsOf(opened.view.get()).slice(0, 6)).toEqual([
		'line 0',
		'ERROR 1',
		'line 2',
		'line 3',
		'line 4',
		'line 998',
	]);
	expect(opened.view.get().rows.at(5)).toMatchObject({apart: true, hit: false});
	opened.view.update(widenedContext);
	await opened.sees(({search, context}) => search.status === 'done' && context === 10);
	opened.view.update(widenedContext);
	await opened.sees(({search, context, hits}) => search.status === 'done' && context === 'all' && hits.length === 5);
	const way = toHit(opened.view.get(), -1);
	if (way !== undefined) opened.view.update(way);
	await opened.sees(({rows, cursor}) => {
		const row = rows.at(cursor);
		return row?.hit === true && row.row.kind === 'line' && row.row.line.text === 'ERROR 4001';
	});
});

test('the lines around a hit are the same whether they were found or written, and over where the one ends', async () => {
	const memory = createMemoryLog(['1', '2', 'hit 3', '4', '5', '6', '7', '8', '9', 'hit 10', '11'], () => undefined);
	await using opened = openMemoryLog(memory);
	opened.view.update(filtered(filter('hit')));
	opened.view.update(widenedContext);
	await opened.sees(({search, rows}) => search.status === 'done' && rows.length > 0);
	memory.write('12', '13', '14', '15', '16', '17', 'hit 18', '19');
	await opened.sees(state => textsOf(state).at(-1) === '19');
	const shown = textsOf(opened.view.get());
	expect(opened.view.get().search).toMatchObject({found: 3, searched: {lines: 19}});
	opened.view.update(filtered(filter('hit|never')));
	await opened.sees(({search, rows}) => search.status === 'done' && rows.length > 0);
	expect(shown).toEqual(textsOf(opened.view.get()));
	expect(shown.slice(-5)).toEqual(['15', '16', '17', 'hit 18', '19']);
});

test('a search is stopped at its source, and what it found stays', async () => {
	const memory = numbered(50_000);
	memory.brake.after = 2500;
	await using opened = openMemoryLog(memory);
	await opened.sees(({status}) => status === 'live');
	opened.view.update(filtered(filter('ERROR')));
	await opened.sees(({rows}) => rows.length === 3);
	expect(opened.view.get().search).toMatchObject({status: 'searching', found: 3});
	opened.view.update(searchStopped);
	await expect.poll(() => memory.seen.stopped).toBe(1);
	expect(opened.view.get().search).toMatchObject({status: 'stopped', found: 3});
	opened.lose(gone);
	await opened.sees(({status}) => status === 'broken');
	opened.connect();
	await opened.sees(({status}) => status === 'live');
	expect(memory.seen.searches).toBe(1);
});

test('another filter ends the search for the one before', async () => {
	const memory = numbered(5000);
	memory.brake.after = 2500;
	await using opened = openMemoryLog(memory);
	opened.view.update(filtered(filter('ERROR')));
	await opened.sees(({rows}) => rows.length === 3);
	memory.brake.after = undefined;
	opened.view.update(filtered(filter('line 42$')));
	await opened.sees(({search}) => search.status === 'done');
	expect(textsOf(opened.view.get())).toEqual(['line 42']);
	expect(memory.seen.stopped).toBe(1);
});

test('a range shows nothing older, and a filter in it searches nothing older', async () => {
	const memory = numbered(5000);
	await using opened = openMemoryLog(memory);
	await opened.sees(({status}) => status === 'live');
	opened.view.update(ranged({last: 60_000}));
	await opened.sees(({rows, range}) => rows.length === 61 && typeof range !== 'string');
	expect(opened.view.get()).toMatchObject({before: 'none', following: true, widened: undefined});
	opened.view.update(filtered(filter('line')));
	await opened.sees(({search}) => search.status === 'done');
	expect(opened.view.get().search.found).toBe(61);
	expect(opened.view.get().since).toEqual(new Date(now.getTime() - 60_000));
});

test('an empty range shows the last lines and says so', async () => {
	const memory = numbered(100, 3 * 86_400_000);
	await using opened = openMemoryLog(memory);
	opened.view.update(ranged({last: 3_600_000}));
	await opened.sees(({widened}) => widened === 'nothing in 1h, so its last lines: newest 3d ago');
	expect(opened.view.get()).toMatchObject({since: 'all', rows: {length: 100}});
	memory.write('written at last');
	await opened.sees(({widened}) => widened === undefined);
});

test('errors of the whole range are known, and those that are written', async () => {
	const memory = numbered(50_000);
	await using opened = openMemoryLog(memory);
	await opened.sees(({errors}) => errors.status === 'done');
	expect(opened.view.get().errors.ticks).toHaveLength(50);
	memory.write('ERROR live', 'more');
	await opened.sees(({errors}) => errors.ticks.length === 51);
	const way = toError({...opened.view.get(), cursor: 0}, -1);
	expect(way).toBeDefined();
	if (way !== undefined) opened.view.update(way);
	await opened.sees(({rows, cursor}) => {
		const row = rows.at(cursor)?.row;
		return row?.kind === 'line' && row.line.text === 'ERROR 49001';
	});
});

test('errors and lines that are written while older ones are read are counted', async () => {
	const memory = numbered(5000);
	await using opened = openMemoryLog(memory);
	await opened.sees(({status, errors}) => status === 'live' && errors.status === 'done');
	opened.view.update(wentToStart);
	await opened.sees(state => textsOf(state)[0] === 'line 0');
	memory.write('ERROR late', 'after it');
	await opened.sees(({errors, unseen}) => errors.found === 6 && unseen === 2);
	expect(opened.view.get()).toMatchObject({cursor: 0, after: 'more', following: false});
	opened.view.update(wentToEnd);
	memory.write('ERROR later');
	await opened.sees(state => textsOf(state).at(-1) === 'ERROR later' && state.errors.found === 7);
	expect(textsOf(opened.view.get()).slice(-3)).toEqual(['ERROR late', 'after it', 'ERROR later']);
	opened.view.update(ranged('head'));
	await opened.sees(({rows, errors}) => rows.length > 0 && errors.found === 7);
	memory.write('ERROR last');
	await opened.sees(({errors}) => errors.found === 8);
});

test('errors are counted behind a search that was stopped, which shows nothing of them', async () => {
	const memory = numbered(5000);
	memory.brake.after = 2500;
	await using opened = openMemoryLog(memory);
	await opened.sees(({status, errors}) => status === 'live' && errors.status === 'done');
	opened.view.update(filtered(filter('ERROR')));
	await opened.sees(({rows}) => rows.length === 3);
	opened.view.update(searchStopped);
	memory.write('ERROR late');
	await opened.sees(({errors}) => errors.found === 6);
	expect(opened.view.get().rows.length).toBe(3);
});

test('after a lost connection the view stays, says why, and goes on where it was', async () => {
	const memory = numbered(5000);
	await using opened = openMemoryLog(memory);
	await opened.sees(({status}) => status === 'live');
	memory.write('before');
	await opened.sees(state => textsOf(state).at(-1) === 'before');
	opened.lose(gone);
	await opened.sees(({status}) => status === 'broken');
	expect(opened.view.get().problem).toEqual(gone);
	expect(textsOf(opened.view.get()).at(-1)).toBe('before');
	memory.write('while away', 'ERROR away');
	opened.connect();
	await opened.sees(state => state.status === 'live' && textsOf(state).at(-1) === 'ERROR away');
	await opened.sees(({errors}) => errors.ticks.length === 6);
	memory.write('after');
	await opened.sees(state => textsOf(state).at(-1) === 'after');
	expect(textsOf(opened.view.get())).toEqual(
		memory.rows.slice(-textsOf(opened.view.get()).length).map(({line}) => line.text),
	);
});

test('a filter goes on after a lost connection without searching again what it has', async () => {
	const memory = numbered(5000);
	await using opened = openMemoryLog(memory);
	opened.view.update(filtered(filter('ERROR')));
	await opened.sees(({search}) => search.status === 'done');
	memory.write('ERROR one', 'nothing');
	await opened.sees(state => textsOf(state).at(-1) === 'ERROR one');
	opened.lose(gone);
	memory.write('ERROR two');
	opened.connect();
	await opened.sees(state => textsOf(state).at(-1) === 'ERROR two');
	memory.write('ERROR three');
	await opened.sees(state => textsOf(state).at(-1) === 'ERROR three');
	expect(textsOf(opened.view.get()).slice(-4)).toEqual(['ERROR 4001', 'ERROR one', 'ERROR two', 'ERROR three']);
});

test('what was searched grows by what is written and by what a later connection searches, as what is found does', async () => {
	const memory = numbered(1000);
	await using opened = openMemoryLog(memory);
	opened.view.update(filtered(filter('line')));
	await opened.sees(({search, errors}) => search.status === 'done' && errors.status === 'done');
	expect(opened.view.get()).toMatchObject({
		search: {found: 999, searched: {lines: 1000}},
		errors: {found: 1, searched: {lines: 1000}},
	});
	memory.write('line live', 'ERROR live', 'line live too');
	await opened.sees(({search}) => search.found === 1001);
	expect(opened.view.get()).toMatchObject({
		search: {found: 1001, searched: {lines: 1003, range: {kind: 'whole'}}},
		errors: {found: 2, searched: {lines: 1003}},
	});
	opened.lose(gone);
	memory.write('line away', 'ERROR away');
	opened.connect();
	await opened.sees(({search, errors}) => search.found === 1002 && errors.found === 3);
	expect(opened.view.get()).toMatchObject({
		search: {found: 1002, searched: {lines: 1005}},
		errors: {found: 3, searched: {lines: 1005}},
	});
});

test('a hit beside the whole log counts once, though it is written while the search runs, and after a lost connection', async () => {
	const memory = numbered(1000);
	memory.brake.after = 500;
	await using opened = openMemoryLog(memory);
	opened.view.update(filtered(filter('ERROR|late')));
	for (let turn = 0; turn < 3; turn += 1) opened.view.update(widenedContext);
	await opened.sees(({search, rows}) => search.found === 1 && rows.length > 0);
	memory.write('late');
	await opened.sees(({search}) => search.found === 2);
	expect(opened.view.get().search).toMatchObject({status: 'searching', searched: {lines: 502}});
	memory.brake.after = undefined;
	opened.lose(gone);
	await opened.sees(({status}) => status === 'broken');
	opened.connect();
	await opened.sees(({search}) => search.status === 'done');
	memory.write('late too');
	await opened.sees(({search}) => search.found === 3);
	expect(opened.view.get().search).toMatchObject({searched: {lines: 1002}});
	expect(opened.view.get().hits).toHaveLength(3);
});

test('a source that is silent for too long is not shown as live', async () => {
	const memory = numbered(50);
	await using opened = openMemoryLog(memory, 'end', 20);
	await opened.sees(({status}) => status === 'broken');
	expect(opened.view.get().problem?.what).toBe('Nothing is heard of the log of training');
	memory.write('there');
	await opened.sees(({status}) => status === 'live');
});

test('a flood changes the view ten times a second and no more, and loses nothing', async () => {
	const memory = numbered(10);
	await using opened = openMemoryLog(memory);
	await opened.sees(({errors, status}) => status === 'live' && errors.status === 'done');
	const before = opened.updates();
	const begun = performance.now();
	for (let batch = 0; batch < 300; batch += 1) {
		memory.write(...Array.from({length: 100}, (_, index) => `flood ${batch * 100 + index}`));
		await new Promise(resolve => {
			setImmediate(resolve);
		});
	}
	await opened.sees(state => textsOf({rows: state.rows}).at(-1) === 'flood 29999');
	const most = (performance.now() - begun) / 100 + 3;
	expect(opened.updates() - before).toBeLessThanOrEqual(most);
	const {rows} = opened.view.get();
	expect(textsOf({rows})).toEqual(memory.rows.slice(-rows.length).map(({line}) => line.text));
});
