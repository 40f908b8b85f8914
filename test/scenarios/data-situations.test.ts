import {expect, test} from 'vitest';
import {startPractice} from '../../source/demo/practice.ts';
import {situationNames} from '../../source/demo/sql-server/situations.ts';
import type {WatchedCheck} from '../../source/domain/data/freshness.ts';
import type {Service} from '../../source/domain/service.ts';
import {createEngine} from '../../source/engine/create-engine.ts';
import type {Seen} from '../../source/engine/engine.ts';
import {dialSsh} from '../../source/engine/ssh/dial.ts';
import {nobody} from '../commands/support.ts';
import {expected, inShort, waits} from '../demo/sql-server/outcomes.ts';
import {waitUntil} from '../support/wait.ts';

const nothingVisible = {get: () => [], subscribe: () => () => undefined};
const prometheus = 'er-forecast-prometheus-1';

/** Keeps the rows that a pane would show. */
const follow = <Row>(stream: AsyncIterable<Seen<Row>>): (() => readonly Row[]) => {
	let rows: readonly Row[] = [];
	void (async () => {
		for await (const seen of stream) rows = seen.rows;
	})().catch(() => undefined);
	return () => rows;
};

const inBrief = (row: WatchedCheck | undefined): string => (row ? inShort(row).replace(/ at.*/, '') : 'nothing');

/** A host on which all is well, with two of its panes open. */
const watched = async () => {
	const practice = await startPractice('calm', {pace: 0.01, scheduled: false});
	const leaving = new AbortController();
	const {signal} = leaving;
	const connection = await dialSsh(practice.target, nobody, signal);
	const engine = createEngine(connection, practice.host, {heartbeat: 60_000, now: () => new Date()});
	const services = follow<Service>(engine.services.watch(nothingVisible, signal));
	const checks = follow<WatchedCheck>(engine.data.watch(signal));
	return {
		practice,
		engine,
		stateOf: (name: string) => services().find(row => row.name === name)?.state,
		check: (name: string) => checks().find(row => row.name === name),
		async [Symbol.asyncDispose]() {
			leaving.abort();
			connection.close();
			await practice[Symbol.asyncDispose]();
		},
	};
};

test(
	'whatever becomes of SQL Server, its check says what and the services go on being seen',
	{timeout: 120_000},
	async () => {
		await using host = await watched();
		const {practice, engine, stateOf, check} = host;
		const patients = () => check('patients');
		await waitUntil(
			() =>
				patients()?.verdict === 'fresh' && check('beds')?.verdict === 'fresh' && stateOf('prometheus') === 'running',
			() => `it did not begin well: ${patients()?.verdict}, ${check('beds')?.verdict}, ${stateOf('prometheus')}`,
		);
		const seen: Record<string, string> = {};
		for (const name of situationNames) {
			await practice.sql.put(name);
			const before = patients()?.checkedAt;
			engine.data.recheck('patients');
			await waitUntil(
				() => patients()?.running !== undefined || patients()?.checkedAt !== before,
				() => `${name}: no check began`,
			);

			const dies = practice.world.find(prometheus).status === 'running';
			if (dies) practice.world.die(prometheus, 137);
			else practice.world.start(prometheus);
			await waitUntil(
				() => stateOf('prometheus') === (dies ? 'exited' : 'running'),
				() => `${name}: the services are not seen any more`,
			);

			if (waits.has(name) && patients()?.running !== undefined) {
				engine.data.cancel('patients');
				await waitUntil(
					() => patients()?.running === undefined,
					() => `${name}: the check was not cancelled`,
				);
				seen[name] = 'it waits';
			} else {
				await waitUntil(
					() => patients()?.running === undefined && patients()?.checkedAt !== before,
					() => `${name}: the check never ended`,
				);
				seen[name] = inBrief(patients());
			}
		}
		const wanted = situationNames.map(name => [
			name,
			waits.has(name) ? 'it waits' : expected[name].replace(/ at.*/, ''),
		]);
		expect(seen).toEqual(Object.fromEntries(wanted));
		await practice.sql.put(undefined);
		engine.data.recheck('patients');
		await waitUntil(
			() => patients()?.verdict === 'fresh' && patients()?.running === undefined,
			() => `it did not end well: ${patients()?.verdict}`,
		);
	},
);
