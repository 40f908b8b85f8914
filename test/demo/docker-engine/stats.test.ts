import {once} from 'node:events';
import {expect, test} from 'vitest';
import * as z from 'zod';
import {jsonLines, openEngine, webSpec} from './engine.ts';

const statsShape = z.looseObject({
	read: z.string(),
	preread: z.string(),
	cpu_stats: z.object({
		cpu_usage: z.object({total_usage: z.number()}),
		system_cpu_usage: z.number(),
		online_cpus: z.number(),
	}),
	precpu_stats: z.object({cpu_usage: z.object({total_usage: z.number()}), system_cpu_usage: z.number().default(0)}),
	memory_stats: z.object({usage: z.number(), stats: z.object({total_inactive_file: z.number()})}),
});
type Stats = z.infer<typeof statsShape>;

const cores = ({cpu_stats: now, precpu_stats: before}: Stats): number =>
	((now.cpu_usage.total_usage - before.cpu_usage.total_usage) / (now.system_cpu_usage - before.system_cpu_usage)) *
	now.online_cpus;

test('the stream measures a running container every second, each time against the one before', async () => {
	await using engine = await openEngine();
	const id = engine.world.create(webSpec({load: {cpu: 0.5, memory: 100 * 1024 ** 2}}));
	engine.world.start(id);
	const response = await engine.open('GET', `/v1.41/containers/${id}/stats`);
	const lines = jsonLines(response);
	const first = statsShape.parse((await lines.next()).value);
	const second = statsShape.parse((await lines.next()).value);
	expect(first.preread).toBe('0001-01-01T00:00:00Z');
	expect(second.preread).toBe(first.read);
	expect(second.precpu_stats.cpu_usage.total_usage).toBe(first.cpu_stats.cpu_usage.total_usage);
	expect(cores(second)).toBeGreaterThan(0.1);
	expect(cores(second)).toBeLessThan(0.9);
	const {usage, stats} = second.memory_stats;
	expect(Math.abs(usage - stats.total_inactive_file - 100 * 1024 ** 2)).toBeLessThan(5 * 1024 ** 2);
	const ended = once(response, 'close');
	engine.world.remove(id);
	await ended;
});

test('the load swings around its average and never runs backwards', async () => {
	let at = Date.UTC(2026, 10, 20, 6);
	await using engine = await openEngine(() => new Date(at));
	const id = engine.world.create(webSpec({load: {cpu: 2, memory: 1e6}, healthCheck: undefined}));
	engine.world.start(id);
	const loads: number[] = [];
	for (let second = 0; second < 60; second += 1) {
		at += 1000;
		loads.push(cores(statsShape.parse(await engine.json(`/containers/${id}/stats?stream=0`))));
	}
	expect(Math.min(...loads)).toBeGreaterThan(0.5);
	expect(Math.max(...loads)).toBeLessThan(3.5);
	expect(Math.max(...loads) - Math.min(...loads)).toBeGreaterThan(0.5);
	expect(loads.reduce((sum, load) => sum + load, 0) / loads.length).toBeCloseTo(2, 0);
});

test('one measurement is compared with a second ago, or with nothing when asked for in one shot', async () => {
	await using engine = await openEngine();
	const id = engine.world.create(webSpec());
	engine.world.start(id);
	const single = statsShape.parse(await engine.json(`/containers/${id}/stats?stream=false`));
	expect(Date.parse(single.read) - Date.parse(single.preread)).toBe(1000);
	const oneShot = statsShape.parse(await engine.json(`/containers/${id}/stats?stream=false&one-shot=true`));
	expect(oneShot.precpu_stats.cpu_usage.total_usage).toBe(0);
});

test('a container that does not run measures as nothing', async () => {
	await using engine = await openEngine();
	const id = engine.world.create(webSpec());
	expect(await engine.json(`/containers/${id}/stats?stream=0`)).toMatchObject({
		read: '0001-01-01T00:00:00Z',
		memory_stats: {},
		pids_stats: {},
	});
});
