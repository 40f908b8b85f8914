import {describe, expect, test} from 'vitest';
import {createBell} from '../../source/streams/bell.ts';

const never = new AbortController().signal;

describe('a wait for a bell', () => {
	test('ends as soon as it rings', async () => {
		const bell = createBell();
		const waiting = bell.within(60_000, never);
		bell.ring();
		expect(await waiting).toBe(true);
	});

	test('ends at once when it has rung since the last wait, and that ring counts once', async () => {
		const bell = createBell();
		bell.ring();
		bell.ring();
		expect(await bell.within(60_000, never)).toBe(true);
		expect(await bell.within(1, never)).toBe(false);
	});

	test('ends when its time has passed', async () => {
		const began = performance.now();
		expect(await createBell().within(20, never)).toBe(false);
		expect(performance.now() - began).toBeGreaterThan(15);
	});

	test('ends with its signal, also one that has aborted before', async () => {
		const over = new AbortController();
		const waiting = createBell().within(60_000, over.signal);
		over.abort();
		expect(await waiting).toBe(false);
		expect(await createBell().within(60_000, over.signal)).toBe(false);
	});

	test('takes nothing from the next one when it is given up', async () => {
		const bell = createBell();
		await bell.within(1, never);
		const next = bell.rung();
		bell.ring();
		expect(await next).toBeUndefined();
	});
});
