import {expect, onTestFinished, test, vi} from 'vitest';
import {ProblemError} from '../../source/domain/problem.ts';
import type {Link} from '../../source/domain/host.ts';
import type {Engine} from '../../source/engine/engine.ts';
import type {Reach} from '../../source/flow/keep-connected.ts';
import {keepFeeding} from '../../source/flow/keep-feeding.ts';
import {waiting, type Feed, type Snapshot} from '../../source/store/feed.ts';
import {createStore} from '../../source/store/store.ts';
import {waitUntil} from '../support/wait.ts';

const problem = {what: 'Docker does not answer', why: 'it was stopped', next: 'start it'};
const up: Link = {state: 'up', latency: 1};

const open = (watch: (signal: AbortSignal) => AsyncIterable<Snapshot<string>>, connected = true) => {
	const losing = new AbortController();
	const quitting = new AbortController();
	const feed = createStore<Feed<string>>(waiting());
	const link = createStore<Link>(up);
	const reach = createStore<Reach | undefined>(connected ? {engine: {} as Engine, lost: losing.signal} : undefined);
	const feeding = keepFeeding({
		watch: (_engine, signal) => watch(signal),
		feed,
		server: {link, reach},
		now: () => new Date(),
		rest: 20,
		signal: quitting.signal,
	});
	return {
		feed,
		link,
		reach,
		losing,
		rows: () => feed.get().rows,
		async [Symbol.asyncDispose]() {
			quitting.abort();
			await feeding;
		},
	};
};

const forever = (signal: AbortSignal): Promise<never> =>
	new Promise((_, reject) => {
		signal.addEventListener('abort', () => reject(signal.reason), {once: true});
	});

test('rows are live as soon as they come', async () => {
	await using opened = open(async function* (signal) {
		yield {rows: ['one']};
		await forever(signal);
	});
	await waitUntil(
		() => opened.feed.get().status === 'live',
		() => opened.feed.get().status,
	);
	expect(opened.rows()).toEqual(['one']);
});

test('a burst is drawn a few times, and its last snapshot is', async () => {
	let updates = 0;
	await using opened = open(async function* (signal) {
		for (let count = 0; count <= 500; count++) yield {rows: [`row ${count}`]};
		await forever(signal);
	});
	opened.feed.subscribe(() => {
		updates += 1;
	});
	await waitUntil(
		() => opened.rows()[0] === 'row 500',
		() => JSON.stringify(opened.rows()),
	);
	expect(updates).toBeLessThan(50);
});

test('a source that breaks keeps its rows, says why, and is tried again', async () => {
	let started = 0;
	await using opened = open(async function* (signal) {
		started += 1;
		yield {rows: [`start ${started}`]};
		if (started === 1) throw new ProblemError(problem);
		await forever(signal);
	});
	const states: Array<Feed<string>> = [];
	opened.feed.subscribe(() => states.push(opened.feed.get()));
	await waitUntil(
		() => opened.rows()[0] === 'start 2',
		() => JSON.stringify(opened.feed.get()),
	);
	expect(states.find(({status}) => status === 'broken')).toMatchObject({rows: ['start 1'], problem});
	expect(opened.feed.get()).toMatchObject({status: 'live', problem: undefined});
});

test('without a connection the feed says what is wrong with it, and begins when there is one', async () => {
	await using opened = open(async function* (signal) {
		yield {rows: ['here']};
		await forever(signal);
	}, false);
	opened.link.update(() => ({state: 'down', problem, since: new Date(), wasUp: false, retryAt: new Date()}));
	expect(opened.feed.get()).toMatchObject({status: 'broken', problem});
	opened.reach.update(() => ({engine: {} as Engine, lost: new AbortController().signal}));
	await waitUntil(
		() => opened.feed.get().status === 'live',
		() => opened.feed.get().status,
	);
});

test('a source that ends quietly with its connection does not come alive again', async () => {
	vi.useFakeTimers({toFake: ['setTimeout', 'clearTimeout']});
	onTestFinished(() => void vi.useRealTimers());
	await using opened = open(async function* (signal) {
		yield {rows: ['first']};
		yield {rows: ['held back']};
		await new Promise<void>(resolve => {
			signal.addEventListener('abort', () => resolve(), {once: true});
		});
	});
	await waitUntil(
		() => opened.rows()[0] === 'held back' || opened.rows()[0] === 'first',
		() => 'never live',
	);
	opened.reach.update(() => undefined);
	opened.losing.abort(new ProblemError(problem));
	await waitUntil(
		() => opened.feed.get().status === 'broken',
		() => opened.feed.get().status,
	);
	vi.advanceTimersByTime(1000);
	expect(opened.feed.get()).toMatchObject({status: 'broken', rows: ['held back'], problem});
});

test('a lost connection is named as the reason, not whatever broke with it', async () => {
	await using opened = open(async function* (signal) {
		yield {rows: ['row']};
		await forever(signal);
	});
	await waitUntil(
		() => opened.feed.get().status === 'live',
		() => opened.feed.get().status,
	);
	const gone = {what: 'The connection is gone', why: 'it was cut', next: 'wait'};
	opened.reach.update(() => undefined);
	opened.losing.abort(new ProblemError(gone));
	await waitUntil(
		() => opened.feed.get().status === 'broken',
		() => opened.feed.get().status,
	);
	expect(opened.feed.get()).toMatchObject({rows: ['row'], problem: gone});
});
