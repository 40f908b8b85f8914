import {afterAll, beforeAll, describe, expect, onTestFinished, test} from 'vitest';
import type {LogRow, LogSource} from '../../source/domain/log.ts';
import {ruleInWords} from '../../source/domain/rule-words.ts';
import type {Engine} from '../../source/engine/engine.ts';
import type {Log, LogWindow, Mark} from '../../source/engine/log.ts';
import {baseImage} from './support/dockerd.ts';
import {openEngine} from './support/engine.ts';
import {startRealServer, type RealServer} from './support/real-server.ts';
import {skipped} from './support/requirements.ts';
import {watching, type Watched} from './support/until.ts';

const never = new AbortController().signal;

const project = 'er-forecast';

const sourceOf = (service: string): LogSource => ({
	kind: 'service',
	key: `service:${project}/${service}/1`,
	name: service,
	project,
	service,
	number: 1,
});

/** What rows say: the text of a line, and a rule between dashes, its times left out. */
const said = (rows: readonly LogRow[]): readonly string[] =>
	rows.map(row => (row.kind === 'line' ? row.line.text : `── ${ruleInWords(row, () => 'TIME')}`));

const readAll = async (log: Log, direction: 'before' | 'after', count: number): Promise<readonly LogRow[]> => {
	let rows: readonly LogRow[] = [];
	let window: LogWindow = await log.read(direction === 'before' ? 'end' : 'start', direction, count, never);
	for (;;) {
		rows = direction === 'before' ? [...window.rows, ...rows] : [...rows, ...window.rows];
		if (!window.more) return rows;
		window = await log.read({mark: direction === 'before' ? window.start : window.end}, direction, count, never);
	}
};

/** All that was followed so far. */
const following = (log: Log, from: Mark = new Map()): Watched<readonly string[]> => {
	const watched = watching(async function* (signal) {
		const rows: LogRow[] = [];
		for await (const followed of log.follow(from, signal)) {
			rows.push(...followed.rows);
			yield said(rows);
		}
	});
	onTestFinished(() => watched[Symbol.dispose]());
	return watched;
};

describe.skipIf(skipped)('the logs of containers on a real server', () => {
	let server: RealServer;
	beforeAll(async () => {
		server = await startRealServer();
	});
	afterAll(() => server[Symbol.asyncDispose]());

	const open = async (): Promise<Engine> => {
		const opened = await openEngine(server);
		onTestFinished(() => opened[Symbol.dispose]());
		return opened.engine;
	};

	/** Runs a script as a service of the project. */
	const serve = (service: string, script: string, ...options: readonly string[]): Promise<string> => {
		const labels = {project, service, 'container-number': '1', oneoff: 'False'};
		const words = Object.entries(labels).flatMap(([name, value]) => ['--label', `com.docker.compose.${name}=${value}`]);
		return server.docker(
			'run',
			'--network',
			'none',
			'--name',
			service,
			...words,
			...options,
			baseImage,
			'sh',
			'-c',
			script,
		);
	};

	test('are whole by windows of any size, long lines and both outputs included', async () => {
		const script = String.raw`
			i=0; while [ $i -lt 1500 ]; do
				if [ $((i % 3)) = 0 ]; then echo "line $i" >&2; else echo "line $i"; fi
				i=$((i + 1))
			done
			long=0123456789; while [ \${#long} -lt 40000 ]; do long="$long$long"; done
			echo "$long"; echo last; exit 5`.replaceAll('\\', '');
		await serve('talker', script).catch(() => {}); // Its exit code is that of the command.
		const log = (await open()).logs.log([sourceOf('talker')]);
		const whole = await readAll(log, 'after', 100_000);
		const texts = said(whole);
		// Docker itself may write the lines of two outputs in another order than they were made in.
		expect(texts.filter(text => text.startsWith('line')).toSorted()).toEqual(
			Array.from({length: 1500}, (_, index) => `line ${index}`).toSorted(),
		);
		const others = texts.filter(text => !text.startsWith('line'));
		expect(others.map(text => text.slice(0, 22))).toEqual(['0123456789012345678901', 'last', '── exited TIME, exit 5']);
		expect(others[0]).toHaveLength(40_960);
		expect(texts.at(-1)).toBe('── exited TIME, exit 5');
		for (const count of [37, 400]) {
			expect(said(await readAll(log, 'before', count))).toEqual(texts);
			expect(said(await readAll(log, 'after', count))).toEqual(texts);
		}
		const positions = whole.flatMap(row => (row.kind === 'line' ? row.line.position : []));
		expect(positions).toEqual(positions.toSorted((one, other) => one - other));
	});

	test('are cut by Docker to the tail before it looks at the times', async () => {
		await serve('teller', 'for i in 1 2 3 4 5 6; do echo line $i; sleep 0.1; done');
		const stamps = (await server.docker('logs', '--timestamps', 'teller'))
			.split('\n')
			.map(line => line.split(' ')[0] ?? '');
		const fourth = stamps[3] ?? '';
		expect(await server.docker('logs', '--tail', '4', '--until', fourth, 'teller')).toBe('line 3\nline 4\n');
		expect(await server.docker('logs', '--tail', '2', '--until', fourth, 'teller')).toBe('');
		expect(await server.docker('logs', '--tail', '2', '--since', fourth, 'teller')).toBe('line 5\nline 6\n');
		expect(await server.docker('logs', '--since', fourth, '--until', fourth, 'teller')).toBe('line 4\n');
	});

	test('go on through what the restart policy does, with the exit codes', async () => {
		const log = (await open()).logs.log([sourceOf('crasher')]);
		const followed = following(log);
		await serve('crasher', 'echo alive; sleep 1; exit 3', '--detach', '--restart', 'on-failure:1');
		const wanted = ['alive', '── restarted TIME, exit 3', 'alive', '── exited TIME, exit 3'];
		// Where it is not started again at once, that it exited is said as well.
		const isEnd = (text: string, next: string | undefined) => text === wanted[3] && next === wanted[1];
		await followed.until(texts => {
			const left = texts.filter((text, index) => !isEnd(text, texts[index + 1]));
			return left.join('\n') === wanted.join('\n');
		});
		const read = said((await log.read('end', 'before', 100, never)).rows);
		expect(read).toEqual(['alive', 'alive', '── exited TIME, exit 3']);
	});

	test('go on when a service is restarted, and made anew', async () => {
		const engine = await open();
		const log = engine.logs.log([sourceOf('minio')]);
		const {end} = await log.read('end', 'before', 10, never);
		const followed = following(log, end);
		const before = await server.containerOf('minio');
		await followed.until(() => true);
		await server.compose('restart', 'minio');
		await followed.until(texts => texts.filter(text => text === 'minio is ready').length === 1);
		const window = await log.read('end', 'before', 10, never);
		expect(said(window.rows)).toEqual(['minio is ready', '── restarted TIME, exit 0', 'minio is ready']);
		await server.compose('up', '--detach', '--force-recreate', 'minio');
		expect(await server.containerOf('minio')).not.toBe(before);
		const rows = await followed.until(texts => texts.filter(text => text === 'minio is ready').length === 2);
		expect(rows.filter(text => text !== '── exited TIME, exit 0')).toEqual([
			'── restarted TIME, exit 0',
			'minio is ready',
			'── made anew TIME',
			'minio is ready',
		]);
	});

	test('that a driver does not keep say so, and are said in place among others', async () => {
		const {logs} = await open();
		await serve('silent', 'echo nobody hears it', '--log-driver', 'none');
		await expect
			.poll(() =>
				logs
					.log([sourceOf('silent')])
					.read('end', 'before', 10, never)
					.catch((error: unknown) => error),
			)
			.toMatchObject({
				problem: {why: 'its logging driver keeps nothing that Docker could read'},
			});
		const {rows} = await logs.log([sourceOf('silent'), sourceOf('grafana')]).read('end', 'before', 10, never);
		expect(said(rows)).toEqual([
			'grafana is ready',
			'── silent: cannot be read: its logging driver keeps nothing that Docker could read',
		]);
	});

	test('are all among the sources of the host, by the names that people call them', async () => {
		const {logs} = await open();
		await server.runJob('training');
		await server.runJob('training');
		const watched = watching(signal => logs.watchSources(signal));
		onTestFinished(() => watched[Symbol.dispose]());
		const {rows, problems} = await watched.until(seen => seen.rows.some(({name}) => name === 'training run'));
		expect(rows.map(({name}) => name)).toEqual(
			expect.arrayContaining(['training', 'prediction', 'mlflow', 'postgres', 'training run']),
		);
		expect(problems).toEqual([]);
		const last = rows.find(({name}) => name === 'training run');
		const previous = last && (await logs.previous(last, never));
		expect(previous).toMatchObject({kind: 'run', job: 'training'});
		expect(previous?.kind === 'run' && last?.kind === 'run' && previous.containerId !== last.containerId).toBe(true);
		expect(previous && (await logs.previous(previous, never))).toBeUndefined();
	});
});
