import {expect, test} from 'vitest';
import {ProblemError, RefusedError} from '../../source/domain/problem.ts';
import type {Connection} from '../../source/engine/connection.ts';
import type {Engine} from '../../source/engine/engine.ts';
import {keepConnected} from '../../source/flow/keep-connected.ts';
import {openLocal} from '../../source/engine/host/local.ts';
import {waitUntil} from '../support/wait.ts';

const refused = new ProblemError({what: 'Cannot connect', why: 'nobody listens', next: 'start it'});
const engineOf = (): Engine => ({heartbeat: 20}) as Engine;

/** This machine's own connection, with a way to lose it. */
const losable = (): {connection: Connection; lose(): void} => {
	const local = openLocal();
	const losing = new AbortController();
	return {
		connection: {...local, lost: losing.signal},
		lose: () => losing.abort(new ProblemError({what: 'The connection is gone', why: 'it was cut', next: 'wait'})),
	};
};

const keep = (dial: (signal: AbortSignal) => Promise<Connection>) => {
	const quitting = new AbortController();
	const server = keepConnected({
		dial,
		createEngine: engineOf,
		now: () => new Date(),
		heartbeat: 20,
		signal: quitting.signal,
	});
	return {
		server,
		async [Symbol.asyncDispose]() {
			quitting.abort();
			await server.ended;
		},
	};
};

test('a connection that is up has an engine and a measured latency', async () => {
	await using kept = keep(async () => losable().connection);
	const {link, reach} = kept.server;
	await waitUntil(
		() => {
			const state = link.get();
			return state.state === 'up' && state.latency !== undefined;
		},
		() => JSON.stringify(link.get()),
	);
	expect(reach.get()?.engine.heartbeat).toBe(20);
});

test('a refused connection says why and when it will try again', async () => {
	await using kept = keep(() => Promise.reject(refused));
	await waitUntil(
		() => kept.server.link.get().state === 'down',
		() => JSON.stringify(kept.server.link.get()),
	);
	expect(kept.server.link.get()).toMatchObject({problem: {why: 'nobody listens'}, retryAt: expect.any(Date)});
	expect(kept.server.reach.get()).toBeUndefined();
});

test('a lost connection takes its engine away, and comes back by itself', async () => {
	const lines = [losable(), losable()];
	let dialled = 0;
	await using kept = keep(async () => {
		const line = lines[dialled];
		dialled += 1;
		return line === undefined ? Promise.reject(refused) : line.connection;
	});
	const {reach} = kept.server;
	await waitUntil(
		() => reach.get() !== undefined,
		() => 'never up',
	);
	const first = reach.get();
	const seen: unknown[] = [];
	reach.subscribe(() => seen.push(reach.get()));
	lines[0]?.lose();
	await waitUntil(
		() => reach.get() !== undefined && reach.get() !== first,
		() => 'never up again',
	);
	expect(seen[0]).toBeUndefined();
	expect(dialled).toBe(2);
});

test('a refusal is not tried again until somebody says so', async () => {
	let dialled = 0;
	await using kept = keep(() => {
		dialled += 1;
		return Promise.reject(new RefusedError(refused.problem));
	});
	const {link} = kept.server;
	await waitUntil(
		() => link.get().state === 'down',
		() => JSON.stringify(link.get()),
	);
	expect(link.get()).toMatchObject({retryAt: undefined});
	kept.server.retryNow();
	await waitUntil(
		() => dialled === 2 && link.get().state === 'down',
		() => `dialled ${dialled} times`,
	);
});

test('retrying by hand does not wait for the pause to end', async () => {
	let dialled = 0;
	await using kept = keep(() => {
		dialled += 1;
		return Promise.reject(refused);
	});
	// By the seventh attempt the pause is 30 s: more than this test would wait.
	for (let attempt = 1; attempt <= 8; attempt++) {
		await waitUntil(
			() => dialled >= attempt && kept.server.link.get().state === 'down',
			() => `dialled ${dialled} times`,
		);
		kept.server.retryNow();
	}
	expect(dialled).toBeGreaterThanOrEqual(8);
});
