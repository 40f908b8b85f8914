import {expect, test} from 'vitest';
import {sampleOf, usageBetween} from '../../../source/parse/docker/usage.ts';

const stats = (parts: {cpu: number; system?: number; read?: string; memory?: object; cores?: number}) => ({
	read: parts.read ?? '2026-11-20T10:00:00Z',
	cpu_stats: {
		cpu_usage: {total_usage: parts.cpu},
		...(parts.system === undefined ? {} : {system_cpu_usage: parts.system}),
		online_cpus: parts.cores ?? 4,
	},
	memory_stats: parts.memory ?? {usage: 100, stats: {}},
});

const usage = (before: object, after: object) => {
	const [one, other] = [sampleOf(before), sampleOf(after)];
	return one && other && usageBetween(one, other);
};

test('CPU is counted in cores', () => {
	expect(usage(stats({cpu: 1e9, system: 100e9}), stats({cpu: 3.5e9, system: 104e9}))).toEqual({cpu: 2.5, memory: 100});
});

test('CPU is counted by the time that passed where the host tells no CPU time of its own', () => {
	const before = stats({cpu: 1e9, read: '2026-11-20T10:00:00Z'});
	const after = stats({cpu: 1.5e9, read: '2026-11-20T10:00:02Z'});
	expect(usage(before, after)?.cpu).toBe(0.25);
});

test.each([
	['v1', {total_inactive_file: 30, inactive_file: 5}, 70],
	['v2', {inactive_file: 40}, 60],
	['none', {}, 100],
	['more cache than usage', {inactive_file: 400}, 100],
])('memory is without the page cache, cgroup %s', (_version, details, memory) => {
	expect(sampleOf(stats({cpu: 1, memory: {usage: 100, stats: details}}))?.memory).toBe(memory);
});

test('a container that has stopped gives no sample, and a restarted one no negative usage', () => {
	expect(sampleOf({cpu_stats: {cpu_usage: {total_usage: 0}}, memory_stats: {}})).toBeUndefined();
	expect(usage(stats({cpu: 9e9, system: 100e9}), stats({cpu: 1e9, system: 104e9}))).toBeUndefined();
});
