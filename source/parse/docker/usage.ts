import type {Usage} from '../../domain/service.ts';
import {fieldsOf, itemsOf, numberOf, timeOf} from './narrow.ts';

/** What a container had used in all at one moment. Times are nanoseconds of CPU; `system` is that of the whole host. */
export type Sample = {
	readonly cpu: number;
	readonly system: number | undefined;
	readonly cores: number;
	readonly at: Date | undefined;
	readonly memory: number;
};

/** Undefined for a container that is not running, of which Docker sends empty numbers. */
export const sampleOf = (json: unknown): Sample | undefined => {
	const fields = fieldsOf(json);
	const cpuStats = fieldsOf(fields['cpu_stats']);
	const cpuUsage = fieldsOf(cpuStats['cpu_usage']);
	const memoryStats = fieldsOf(fields['memory_stats']);
	const cpu = numberOf(cpuUsage['total_usage']);
	const used = numberOf(memoryStats['usage']);
	if (cpu === undefined || used === undefined) return undefined;
	const details = fieldsOf(memoryStats['stats']);
	// The page cache that could be given up is no one's need; cgroup v1 names it first, v2 second. As `docker stats` counts:
	// https://docs.docker.com/reference/cli/docker/container/stats/#description
	const cache = numberOf(details['total_inactive_file']) ?? numberOf(details['inactive_file']) ?? 0;
	return {
		cpu,
		system: numberOf(cpuStats['system_cpu_usage']),
		cores: numberOf(cpuStats['online_cpus']) ?? (itemsOf(cpuUsage['percpu_usage']).length || 1),
		at: timeOf(fields['read']),
		memory: cache < used ? used - cache : used,
	};
};

/** What was used between two samples; undefined when they do not tell, as across a restart of the container. */
export const usageBetween = (earlier: Sample, later: Sample): Usage | undefined => {
	const used = later.cpu - earlier.cpu;
	const passed = timeBetween(earlier, later);
	if (used < 0 || passed <= 0) return undefined;
	return {cpu: used / passed, memory: later.memory};
};

/** Nanoseconds, by the host's CPU time where it is told, since both counts are then taken at one moment. */
const timeBetween = (earlier: Sample, later: Sample): number =>
	earlier.system !== undefined && later.system !== undefined
		? (later.system - earlier.system) / later.cores
		: ((later.at?.getTime() ?? 0) - (earlier.at?.getTime() ?? 0)) * 1e6;
