import {once} from 'node:events';
import type {IncomingMessage} from 'node:http';
import {expect, test} from 'vitest';
import {momentOf} from '../../../source/demo/docker-engine/moment.ts';
import {waitUntil} from '../../support/wait.ts';
import {openEngine, webSpec, type TestEngine} from './engine.ts';

const quiet = {
	healthCheck: undefined,
	behaviour: {starting: [], stopping: {says: ['bye'], takes: 5, exitCode: 0}, ending: undefined},
} as const;

/** Takes frames apart: the stream's number and its text. */
const unframe = (bytes: Buffer): string[] => {
	const frames: string[] = [];
	for (let at = 0; at < bytes.length;) {
		const length = bytes.readUInt32BE(at + 4);
		frames.push(`${bytes.readUInt8(at)} ${bytes.toString('utf8', at + 8, at + 8 + length)}`);
		at += 8 + length;
	}
	return frames;
};

const collect = (response: IncomingMessage): {readonly bytes: () => Buffer; readonly ended: Promise<unknown>} => {
	const parts: Buffer[] = [];
	response.on('data', (part: Buffer) => parts.push(part));
	return {bytes: () => Buffer.concat(parts), ended: once(response, 'end')};
};

const read = async (engine: TestEngine, query: string): Promise<string[]> => {
	const {bytes, ended} = collect(await engine.open('GET', `/v1.41/containers/er-web-1/logs?${query}`));
	await ended;
	return unframe(bytes());
};

test('lines come framed with their stream, and only from the streams asked for', async () => {
	await using engine = await openEngine();
	const id = engine.world.create(webSpec(quiet));
	engine.world.writeLog(id, 'to stdout');
	engine.world.writeLog(id, 'to stderr, åäö', 'stderr');
	expect(await read(engine, 'stdout=1&stderr=1')).toEqual(['1 to stdout\n', '2 to stderr, åäö\n']);
	expect(await read(engine, 'stderr=true')).toEqual(['2 to stderr, åäö\n']);
	expect(await engine.ask('GET', '/containers/er-web-1/logs')).toMatchObject({
		status: 400,
		body: '{"message":"Bad parameters: you must choose at least one stream"}\n',
	});
});

test('a container with a terminal has one raw stream', async () => {
	await using engine = await openEngine();
	const id = engine.world.create(webSpec({...quiet, terminal: true}));
	engine.world.writeLog(id, 'raw');
	expect((await engine.ask('GET', `/containers/${id}/logs?stdout=1`)).body).toBe('raw\r\n');
});

test('tail, since and until choose lines, and timestamps are good enough to go on from', async () => {
	await using engine = await openEngine();
	const at = momentOf(new Date('2026-11-20T06:00:00Z'));
	const log = [1, 2, 3, 4].map(
		second => ({at: at + BigInt(second) * 1_000_000_000n, from: 'stdout', text: `${second}`}) as const,
	);
	engine.world.create(webSpec(quiet), {createdAt: at, startedAt: at, end: undefined, log});
	const unix = Date.UTC(2026, 10, 20, 6) / 1000;
	expect(await read(engine, 'stdout=1&tail=2')).toEqual(['1 3\n', '1 4\n']);
	expect(await read(engine, 'stdout=1&tail=0')).toEqual([]);
	expect(await read(engine, 'stdout=1&tail=all')).toHaveLength(4);
	expect(await read(engine, `stdout=1&since=${unix + 2}`)).toEqual(['1 2\n', '1 3\n', '1 4\n']);
	expect(await read(engine, `stdout=1&since=${unix + 2}.000000001&until=${unix + 3}`)).toEqual(['1 3\n']);
	expect(await read(engine, `stdout=1&tail=2&since=${unix + 1}`)).toEqual(['1 3\n', '1 4\n']);
	expect(await read(engine, 'stdout=1&tail=1&timestamps=1')).toEqual(['1 2026-11-20T06:00:04.000000000Z 4\n']);
	expect((await engine.ask('GET', '/containers/er-web-1/logs?stdout=1&since=abc')).status).toBe(500);
});

test('following ends when the container does, and can be taken up again after its restart without losing a line', async () => {
	await using engine = await openEngine();
	const {world} = engine;
	const id = world.create(webSpec(quiet));
	world.start(id);
	world.writeLog(id, 'before');
	const first = collect(await engine.open('GET', `/containers/${id}/logs?stdout=1&follow=1&timestamps=1`));
	await waitUntil(
		() => first.bytes().includes('before'),
		() => 'the first line never came',
	);
	world.writeLog(id, 'while following');
	await world.restart(id);
	world.writeLog(id, 'after the restart');
	await first.ended;
	const seen = unframe(first.bytes());
	expect(seen.map(frame => frame.split(' ').slice(2).join(' '))).toEqual(['before\n', 'while following\n', 'bye\n']);

	const [, time = ''] = seen.at(-1)?.split(' ') ?? [];
	const since = `${Date.parse(time) / 1000 - (Date.parse(time) % 1000) / 1000}.${time.slice(20, 29)}`;
	const second = collect(await engine.open('GET', `/containers/${id}/logs?stdout=1&follow=1&since=${since}`));
	await waitUntil(
		() => second.bytes().includes('after the restart'),
		() => unframe(second.bytes()).join(''),
	);
	world.writeLog(id, 'at last');
	world.die(id, 1);
	await second.ended;
	expect(unframe(second.bytes())).toEqual(['1 bye\n', '1 after the restart\n', '1 at last\n']);
});

test('following a container that does not run ends after what there is', async () => {
	await using engine = await openEngine();
	const id = engine.world.create(webSpec(quiet));
	engine.world.writeLog(id, 'once');
	expect(await read(engine, 'stdout=1&follow=1')).toEqual(['1 once\n']);
});

test('a reader that does not read keeps nobody busy, and the log keeps its last lines only', async () => {
	await using engine = await openEngine();
	const id = engine.world.create(webSpec(quiet));
	engine.world.start(id);
	const response = await engine.open('GET', `/containers/${id}/logs?stdout=1&follow=1`);
	const line = 'x'.repeat(500);
	for (let count = 0; count < 50_000; count += 1) engine.world.writeLog(id, `${count} ${line}`);
	const log = engine.world.logOf(id);
	expect(log.next).toBe(50_000);
	expect(log.next - log.first).toBeLessThanOrEqual(20_000);
	const {bytes, ended} = collect(response);
	engine.world.die(id, 0);
	await ended;
	expect(unframe(bytes()).at(-1)).toBe(`1 49999 ${line}\n`);
});

test('what a container says by itself comes in its time, and nothing after its end', async () => {
	await using engine = await openEngine();
	const id = engine.world.create(
		webSpec({
			healthCheck: undefined,
			behaviour: {
				starting: [
					{after: 1, text: 'starting'},
					{after: 600_000, text: 'never said', from: 'stderr'},
				],
				stopping: {says: [], takes: 1, exitCode: 0},
				chatter: {every: 2, says: (_at, count) => `chatter ${count}`},
				ending: undefined,
			},
		}),
	);
	engine.world.start(id);
	const said = collect(await engine.open('GET', `/containers/${id}/logs?stdout=1&stderr=1&follow=1`));
	await waitUntil(
		() => said.bytes().includes('chatter 2'),
		() => unframe(said.bytes()).join(''),
	);
	engine.world.die(id, 1);
	await said.ended;
	const lines = unframe(said.bytes());
	expect(lines[0]).toBe('1 starting\n');
	expect(lines.slice(1, 4)).toEqual(['1 chatter 0\n', '1 chatter 1\n', '1 chatter 2\n']);
	expect(await read(engine, 'stdout=1&stderr=1')).toEqual(lines);
});

test('a container that ends by itself does so with its own exit code', async () => {
	await using engine = await openEngine();
	const stopping = {says: [], takes: 1, exitCode: 0};
	const id = engine.world.create(webSpec({behaviour: {starting: [], stopping, ending: {after: 5, exitCode: 4}}}));
	engine.world.start(id);
	expect((await engine.ask('POST', `/containers/${id}/wait`)).body).toContain('"StatusCode":4');
});
