import {expect, onTestFinished, test} from 'vitest';
import type {Outcome} from '../../source/domain/action.ts';
import type {Service} from '../../source/domain/service.ts';
import type {SearchedSource, Seen, Visible} from '../../source/engine/engine.ts';
import {openEngine} from './support/engine.ts';
import {linesFromEnd} from './support/lines-from-end.ts';
import {startRealServer} from './support/real-server.ts';
import {skipped} from './support/requirements.ts';
import {watching, type Watched} from './support/until.ts';

const reading = <Value>(open: (signal: AbortSignal) => AsyncIterable<Value>): Watched<Value> => {
	const watched = watching(open);
	onTestFinished(() => watched[Symbol.dispose]());
	return watched;
};

const visible = (rows: readonly Service[]): Visible => ({
	get: () => rows.map(({key}) => key),
	subscribe: () => () => {},
});

/** Two log files, the last runs of two jobs, and five services. */
const isSearched = (all: readonly SearchedSource[]): boolean =>
	all.length === 9 &&
	all.every(
		({source, problem, searched}) => problem === undefined && (source.kind === 'service' || searched.lines > 0),
	);

const isMeasured = ({rows}: Seen<Service>): boolean => rows.some(({usage}) => usage !== undefined);

test.skipIf(skipped)(
	'through an sshd without forwarding everything is watched, a log is opened and services are restarted side by side',
	async () => {
		await using server = await startRealServer();
		await server.runJob('training');
		await server.runJob('prediction');
		using opened = await openEngine(server, {door: await server.startSshd('AllowTcpForwarding no')});
		const {engine} = opened;
		const first = reading(signal => engine.services.watch(visible([]), signal));
		const {rows} = await first.until(seen => seen.rows.length === 5);
		const services = reading(signal => engine.services.watch(visible(rows), signal));
		const jobs = reading(signal => engine.jobs.watch(signal));
		const errors = reading(signal => engine.logs.watchErrors(signal));
		await jobs.until(seen => seen.rows.length === 2);
		const searched = await errors.until(isSearched);
		await services.until(isMeasured);

		const source = searched.map(one => one.source).find(({name}) => name === 'grafana');
		if (source === undefined) throw new Error('grafana has no log');
		let starts = 0;
		const log = reading(async function* (signal) {
			for await (const lines of linesFromEnd(engine.logs.log([source]), signal)) {
				starts += lines.filter(text => text === 'grafana is ready').length;
				yield starts;
			}
		});
		await log.until(() => starts === 1);
		const outcomes: Outcome[] = [];
		for await (const outcome of engine.services.restart(rows, new AbortController().signal)) outcomes.push(outcome);
		expect(outcomes.at(-1)).toMatchObject({tone: 'good'});
		await log.until(() => starts === 2);
		for (let beat = 0; beat < 3; beat++) {
			let seen = 0;
			await Promise.all([
				services.until(() => seen++ > 0),
				jobs.until(({problems}) => problems.length === 0),
				errors.until(isSearched),
			]);
		}
		await services.until(isMeasured);
	},
	120_000,
);
