import {expect, test} from 'vitest';
import type {LogSource} from '../../../source/domain/log.ts';
import type {Engine} from '../../../source/engine/engine.ts';
import type {Reach} from '../../../source/flow/keep-connected.ts';
import {createKnownLogs} from '../../../source/flow/log/known-logs.ts';
import {atStart} from '../../../source/store/scroll.ts';
import {initialSession, opened, type Details} from '../../../source/store/session.ts';
import {createStore} from '../../../source/store/store.ts';
import {waitUntil} from '../../support/wait.ts';

const training: LogSource = {kind: 'file', key: 'training', name: 'training', path: 'training.log'};
const run: LogSource = {
	kind: 'run',
	key: 'run',
	name: 'prediction',
	project: 'er',
	job: 'prediction',
	containerId: 'c',
	terminal: false,
};

/** Somebody who opens logs of a host that tells which there are when it is let. */
const start = () => {
	const gate = Promise.withResolvers<void>();
	const asked: string[] = [];
	const watchSources = async function* () {
		asked.push('sources');
		await gate.promise;
		yield {rows: [training, run]};
	};
	const engine = {logs: {watchSources}} as unknown as Engine;
	const reach = createStore<Reach | undefined>({engine, lost: new AbortController().signal});
	const session = createStore(initialSession('services'));
	const shown: Array<string | undefined> = [];
	const logs = createKnownLogs({
		session,
		server: {reach},
		open: (sources, called) => void shown.push(called ?? sources.map(({name}) => name).join(' ')),
		say: ({text}) => void shown.push(text),
		signal: new AbortController().signal,
	});
	return {gate, asked, session, shown, logs};
};

const somewhereElse = opened({
	kind: 'details',
	title: 'grafana',
	details: createStore<Details>({status: 'waiting', sections: [], problem: undefined}),
	scroll: createStore(atStart),
	keymap: undefined,
	close: () => undefined,
});

test('all logs are called so, and one by its name', async () => {
	const {gate, shown, logs} = start();
	gate.resolve();
	logs.open('all');
	await waitUntil(
		() => shown.length === 1,
		() => 'nothing opened',
	);
	logs.open('training');
	await waitUntil(
		() => shown.length === 2,
		() => 'nothing opened',
	);
	expect(shown).toEqual(['all logs', 'training']);
});

test('of two that were asked for the later is opened, and none for somebody who went somewhere else', async () => {
	const {gate, asked, session, shown, logs} = start();
	logs.open('all');
	logs.open('training');
	gate.resolve();
	await waitUntil(
		() => shown.length > 0,
		() => 'nothing opened',
	);
	expect(shown).toEqual(['training']);
	const away = start();
	away.logs.open('all');
	away.session.update(somewhereElse);
	away.gate.resolve();
	await new Promise(resolve => {
		setImmediate(resolve);
	});
	expect(away.shown).toEqual([]);
	expect([asked.length, away.asked.length]).toEqual([2, 1]);
	expect(session.get().views).toEqual([]);
});
