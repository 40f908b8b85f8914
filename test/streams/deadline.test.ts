import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {createDeadline} from '../../source/streams/deadline.ts';

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

const passed = vi.fn<() => void>();
beforeEach(() => {
	passed.mockReset();
});

test('a deadline passes after its time', () => {
	createDeadline(1000, passed);
	vi.advanceTimersByTime(999);
	expect(passed).not.toHaveBeenCalled();
	vi.advanceTimersByTime(1);
	expect(passed).toHaveBeenCalledOnce();
});

test('its clock stands still while a person is asked, be it twice at once', async () => {
	const deadline = createDeadline(1000, passed);
	vi.advanceTimersByTime(600);
	const first = Promise.withResolvers<string>();
	const second = Promise.withResolvers<string>();
	const answers = [deadline.pausedFor(async () => first.promise), deadline.pausedFor(async () => second.promise)];
	vi.advanceTimersByTime(60_000);
	first.resolve('a');
	await answers[0];
	vi.advanceTimersByTime(60_000);
	second.resolve('b');
	expect(await Promise.all(answers)).toEqual(['a', 'b']);
	vi.advanceTimersByTime(399);
	expect(passed).not.toHaveBeenCalled();
	vi.advanceTimersByTime(1);
	expect(passed).toHaveBeenCalledOnce();
});

test('a stopped deadline never passes, not even when it was stopped while a person was asked', async () => {
	const deadline = createDeadline(1000, passed);
	await deadline.pausedFor(async () => deadline.stop());
	vi.advanceTimersByTime(60_000);
	expect(passed).not.toHaveBeenCalled();
	expect(vi.getTimerCount()).toBe(0);
});
