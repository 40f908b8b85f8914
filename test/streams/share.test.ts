import {expect, test} from 'vitest';
import {createBell} from '../../source/streams/bell.ts';
import {share} from '../../source/streams/share.ts';
import {waitUntil} from '../support/wait.ts';
import {all} from '../engine/docker/practice.ts';

/** A source that is fed by hand, and counts how often it was started, how many of it run and how many values were taken. */
const byHand = () => {
	const queue: Array<number | Error> = [];
	const bell = createBell();
	const counts = {started: 0, running: 0, taken: 0};
	return {
		counts,
		async *source(signal: AbortSignal) {
			counts.started += 1;
			counts.running += 1;
			signal.addEventListener('abort', bell.ring, {once: true});
			try {
				while (!signal.aborted) {
					const next = queue.shift();
					if (next instanceof Error) throw next;
					if (next === undefined) await bell.rung();
					else {
						yield next;
						counts.taken += 1;
					}
				}
			} finally {
				counts.running -= 1;
			}
		},
		put(value: number | Error) {
			queue.push(value);
			bell.ring();
		},
	};
};

test('two readers share one source, and a late one gets the latest value at once', async () => {
	const hand = byHand();
	const shared = share(hand.source);
	const over = new AbortController();
	const first = shared(over.signal)[Symbol.asyncIterator]();
	const one = first.next();
	hand.put(1);
	expect(await one).toEqual({done: false, value: 1});
	const second = shared(over.signal)[Symbol.asyncIterator]();
	expect(await second.next()).toEqual({done: false, value: 1});
	const both = [first.next(), second.next()];
	hand.put(2);
	expect(await Promise.all(both)).toEqual([
		{done: false, value: 2},
		{done: false, value: 2},
	]);
	expect(hand.counts).toMatchObject({started: 1, running: 1});
	over.abort();
	expect(await first.next()).toMatchObject({done: true});
});

test('it stops with its last reader and starts anew with the next', async () => {
	const hand = byHand();
	const shared = share(hand.source);
	const one = new AbortController();
	const other = new AbortController();
	const reading = [all(shared(one.signal)), all(shared(other.signal))];
	one.abort();
	await reading[0];
	expect(hand.counts.running).toBe(1);
	other.abort();
	await reading[1];
	await waitUntil(
		() => hand.counts.running === 0,
		() => 'the source still runs',
	);
	const again = shared(new AbortController().signal)[Symbol.asyncIterator]();
	const next = again.next();
	hand.put(7);
	expect(await next).toEqual({done: false, value: 7});
	expect(hand.counts.started).toBe(2);
	await again.return?.();
});

test('a failure reaches every reader, and the next one begins anew', async () => {
	const hand = byHand();
	const shared = share(hand.source);
	const {signal} = new AbortController();
	const readers = [shared(signal), shared(signal)].map(values => values[Symbol.asyncIterator]().next());
	const failures = Promise.allSettled(readers);
	hand.put(new Error('broken'));
	expect(await failures).toMatchObject([
		{status: 'rejected', reason: {message: 'broken'}},
		{status: 'rejected', reason: {message: 'broken'}},
	]);
	const again = shared(signal)[Symbol.asyncIterator]();
	const next = again.next();
	hand.put(1);
	expect(await next).toEqual({done: false, value: 1});
	await again.return?.();
});

test('a slow reader gets the newest value and not all that came meanwhile', async () => {
	const hand = byHand();
	const shared = share(hand.source);
	const reader = shared(new AbortController().signal)[Symbol.asyncIterator]();
	const first = reader.next();
	hand.put(0);
	await first;
	for (let value = 1; value <= 100; value++) hand.put(value);
	await waitUntil(
		() => hand.counts.taken === 101,
		() => `only ${hand.counts.taken} were taken`,
	);
	expect(await reader.next()).toEqual({done: false, value: 100});
	await reader.return?.();
});
