import {expect, test} from 'vitest';
import {appended, emptyLog, follow, logResized, lost, scrolled, type LogView} from '../../source/store/log-view.ts';

const lines = (from: number, to: number) =>
	Array.from({length: to - from}, (_, index) => ({
		text: `line ${from + index}`,
		at: undefined,
		part: '',
		position: from + index,
	}));
const after = (view: LogView, ...updates: Array<(view: LogView) => LogView>): LogView =>
	updates.reduce((value, update) => update(value), view);
const long = (from: number, to: number) =>
	lines(from, to).map(({at, part, position}) => ({at, part, position, text: 'x'.repeat(1024)}));
const problem = {what: 'The log broke', why: 'it was removed', next: 'wait'};

test('a log opened at its end follows it', () => {
	expect(after(emptyLog(), logResized(10), appended(lines(0, 30), undefined)).top).toBe(20);
	expect(
		after(emptyLog(), logResized(10), appended(lines(0, 30), undefined), appended(lines(30, 35), undefined)).top,
	).toBe(25);
});

test('scrolling up pauses and counts what is new', () => {
	const paused = after(
		emptyLog(),
		logResized(10),
		appended(lines(0, 30), undefined),
		scrolled(-3),
		appended(lines(30, 35), undefined),
	);
	expect(paused).toMatchObject({top: 17, following: false, unseen: 5});
});

test('reaching the end by hand follows again', () => {
	const back = after(emptyLog(), logResized(10), appended(lines(0, 30), undefined), scrolled(-3), scrolled(3));
	expect(back).toMatchObject({following: true, unseen: 0});
});

test('following again goes to the end at once', () => {
	const paused = after(emptyLog(), logResized(10), appended(lines(0, 30), undefined), scrolled(-9));
	expect(follow(true)(paused).top).toBe(20);
});

test('a line that was asked for is in the middle, whenever the height is known', () => {
	expect(after(emptyLog(50), logResized(10), appended(lines(0, 100), '3 MiB before')).top).toBe(45);
	expect(after(emptyLog(50), appended(lines(0, 100), undefined), logResized(10)).top).toBe(45);
});

test('a flood makes room at the front, counts what went, and does not move what is read', () => {
	const reading = after(emptyLog(), logResized(10), appended(long(0, 8192), undefined), scrolled(-20));
	const flooded = appended(long(8192, 8292), undefined)(reading);
	expect(flooded.dropped).toBeGreaterThan(100);
	expect(flooded.lines[flooded.top]?.position).toBe(reading.lines[reading.top]?.position);
	expect(flooded.held).toBeLessThanOrEqual(8 * 1024 * 1024);
});

test('a log that breaks keeps its lines until it speaks again', () => {
	const broken = after(emptyLog(), logResized(10), appended(lines(0, 30), undefined), lost(problem));
	expect(broken.lines).toHaveLength(30);
	expect(appended(lines(40, 45), undefined)(broken)).toMatchObject({status: 'live', problem: undefined});
	expect(appended(lines(40, 45), undefined)(broken).lines.map(({position}) => position)).toEqual([40, 41, 42, 43, 44]);
});
