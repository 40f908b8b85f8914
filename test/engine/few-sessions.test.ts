import {expect, onTestFinished, test} from 'vitest';
import {startPractice, type Practice} from '../../source/demo/practice.ts';
import type {Outcome} from '../../source/domain/action.ts';
import type {LogSource} from '../../source/domain/log.ts';
import type {Service} from '../../source/domain/service.ts';
import {createEngine} from '../../source/engine/create-engine.ts';
import type {Engine, SearchedSource, Seen, Visible} from '../../source/engine/engine.ts';
import {dialSsh} from '../../source/engine/ssh/dial.ts';
import {firstOf} from '../../source/streams/first.ts';
import {linesFromEnd} from '../engine-real/support/lines-from-end.ts';
import {watching, type Watched} from '../engine-real/support/until.ts';
import {nobody} from '../engine-real/support/target.ts';

const never = new AbortController().signal;
/** Docker has as long to answer a ping, also where this machine has a lot else to do. */
const heartbeat = 1000;

/** An engine on the practice server where each socket of Docker is a command, of which the server allows ten. */
const startEngine = async (): Promise<{practice: Practice; engine: Engine}> => {
	const practice = await startPractice('calm', {pace: 0.01, scheduled: false});
	onTestFinished(() => practice[Symbol.asyncDispose]());
	practice.ssh.faults.forwarding = 'refused';
	const connection = await dialSsh(practice.target, nobody, never);
	onTestFinished(() => connection.close());
	return {practice, engine: createEngine(connection, practice.host, {heartbeat, now: () => new Date()})};
};

const reading = <Value>(open: (signal: AbortSignal) => AsyncIterable<Value>): Watched<Value> => {
	const watched = watching(open);
	onTestFinished(() => watched[Symbol.dispose]());
	return watched;
};

const keysOf = (rows: readonly Service[]): readonly string[] => rows.map(({key}) => key);

/** Every row is on the screen. */
const allOf = (keys: readonly string[]): Visible => ({get: () => keys, subscribe: () => () => {}});

const isMeasured = ({rows}: Seen<Service>): boolean => rows.some(({usage}) => usage !== undefined);

/** Two log files, the last runs of two jobs, and five services, of which one has had nothing to say for a day. */
const isSearched = (all: readonly SearchedSource[]): boolean =>
	all.length === 9 &&
	all.every(
		({source, problem, searched}) => problem === undefined && (source.kind === 'service' || searched.lines > 0),
	);

const logOf = (service: string, all: readonly LogSource[]): LogSource => {
	const found = all.find(source => source.kind === 'service' && source.service === service);
	if (found === undefined) throw new Error(`${service} has no log`);
	return found;
};

const lastOf = async (outcomes: AsyncIterable<Outcome>): Promise<Outcome | undefined> => {
	let last: Outcome | undefined;
	for await (last of outcomes);
	return last;
};

test('where each socket costs a session everything is watched, a log is opened and services are restarted side by side', async () => {
	const {practice, engine} = await startEngine();
	const first = reading(signal => engine.services.watch(allOf([]), signal));
	const {rows: services} = await first.until(({rows}) => rows.length >= 5);
	const shown = reading(signal => engine.services.watch(allOf(keysOf(services)), signal));
	const jobs = reading(signal => engine.jobs.watch(signal));
	const errors = reading(signal => engine.logs.watchErrors(signal));
	await jobs.until(({rows}) => rows.length === 2);
	const searched = await errors.until(isSearched);
	await shown.until(isMeasured);

	const mlflow = practice.world.find('er-forecast-mlflow-1');
	const log = reading(signal =>
		linesFromEnd(
			engine.logs.log([
				logOf(
					'mlflow',
					searched.map(({source}) => source),
				),
			]),
			signal,
		),
	);
	await log.until(lines => lines.length > 0);
	const checked = services.filter(({health}) => health !== 'none');
	expect(checked.length).toBeGreaterThan(2);
	expect(await lastOf(engine.services.restart(checked, never))).toMatchObject({tone: 'good'});
	practice.world.writeLog(mlflow.id, 'still read');
	await log.until(lines => lines.includes('still read'));
	for (let beat = 0; beat < 3; beat++) {
		let seen = 0;
		await Promise.all([
			shown.until(() => seen++ > 0),
			jobs.until(({problems}) => problems.length === 0),
			errors.until(isSearched),
		]);
	}
	await shown.until(isMeasured);
}, 60_000);

test('where each socket costs a session two are kept for questions, however many were asked at once', async () => {
	const {practice, engine} = await startEngine();
	const services = reading(signal => engine.services.watch(allOf([]), signal));
	const {rows} = await services.until(({rows: {length}}) => length >= 5);
	const described = await Promise.all(
		[...rows, ...rows, ...rows, ...rows].map(row => engine.services.describe(row, never)),
	);
	expect(described.every(facts => facts.length > 0)).toBe(true);
	// Those two, the events and SFTP.
	await expect.poll(() => practice.ssh.sessions).toBeLessThanOrEqual(4);
	await services.until(seen => seen.problems.length === 0);
	expect(practice.ssh.commands.filter(command => command.includes('dial-stdio')).length).toBeLessThanOrEqual(5);
});

test('where each socket costs a session what is read half way gives its session back', async () => {
	const {practice, engine} = await startEngine();
	const services = reading(signal => engine.services.watch(allOf([]), signal));
	await services.until(({rows: {length}}) => length >= 5);
	const mlflow = practice.world.find('er-forecast-mlflow-1');
	for (let line = 0; line < 5000; line += 1) practice.world.writeLog(mlflow.id, `line ${line}`);
	const {rows: sources} = await firstOf(engine.logs.watchSources, never);
	const log = engine.logs.log([logOf('mlflow', sources)]);
	// More often than there are sessions.
	for (let turn = 0; turn < 20; turn += 1) {
		const {rows, more} = await log.read('start', 'after', 10, never);
		expect([rows.length, more]).toEqual([10, true]);
	}
});
