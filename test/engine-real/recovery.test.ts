import {expect, onTestFinished, test} from 'vitest';
import {stateInWords, type Service} from '../../source/domain/service.ts';
import type {Connection} from '../../source/engine/connection.ts';
import {createEngine} from '../../source/engine/create-engine.ts';
import {dialSsh} from '../../source/engine/ssh/dial.ts';
import {keepConnected} from '../../source/flow/keep-connected.ts';
import {keepFeeding} from '../../source/flow/keep-feeding.ts';
import {waiting, type Feed} from '../../source/store/feed.ts';
import {createStore, type Readable} from '../../source/store/store.ts';
import {waitUntil} from '../support/wait.ts';
import {noneVisible} from './support/engine.ts';
import {hostOf} from './support/host.ts';
import {startRealServer} from './support/real-server.ts';
import {skipped} from './support/requirements.ts';
import {nobody, targetOf} from './support/target.ts';

const now = (): Date => new Date();

/** Every value a store takes, from now on. */
const historyOf = <Value>(store: Readable<Value>): readonly Value[] => {
	const values = [store.get()];
	onTestFinished(store.subscribe(() => values.push(store.get())));
	return values;
};

const stateOf = ({rows}: Feed<Service>, name: string): string | undefined => {
	const row = rows.find(service => service.name === name);
	return row && stateInWords(row);
};

test.skipIf(skipped)(
	'when the sshd of the connection is killed the rows stay, and are live again by themselves',
	async () => {
		await using server = await startRealServer();
		const quitting = new AbortController();
		const {signal} = quitting;
		const heartbeat = 1000;
		const host = hostOf(server);
		const kept = keepConnected({
			dial: (stop): Promise<Connection> => dialSsh(targetOf(server), nobody, stop),
			createEngine: connection => createEngine(connection, host, {heartbeat, now}),
			now,
			heartbeat,
			signal,
		});
		const feed = createStore<Feed<Service>>(waiting());
		const feeding = keepFeeding<Service>({
			watch: (engine, stop) => engine.services.watch(noneVisible, stop),
			feed,
			server: kept,
			now,
			rest: 50,
			signal,
		});
		const sees = (wanted: (current: Feed<Service>) => boolean): Promise<void> =>
			waitUntil(
				() => wanted(feed.get()),
				() => `the services are ${JSON.stringify(feed.get(), undefined, 1)}`,
				30_000,
			);

		try {
			await sees(({status, rows}) => status === 'live' && rows.length === 5);
			const feeds = historyOf(feed);
			const links = historyOf(kept.link);
			await server.docker('pause', await server.containerOf('postgres'));
			server.ssh.killSessions();
			await server.docker('kill', await server.containerOf('mlflow'));
			await sees(current => current.status === 'live' && stateOf(current, 'mlflow') === 'exited (137, killed)');

			expect(links.map(({state}) => state)).toEqual(expect.arrayContaining(['down', 'dialling', 'up']));
			const broken = feeds.filter(({status}) => status === 'broken');
			expect(broken[0]?.problem?.what).toContain('er-forecast');
			expect(broken.every(({rows}) => rows.length === 5)).toBe(true);
			expect(stateOf(feed.get(), 'postgres')).toBe('paused');
		} finally {
			quitting.abort();
			await Promise.all([kept.ended, feeding]);
		}
	},
);
