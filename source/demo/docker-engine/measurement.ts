import type {Container} from './container.ts';
import type {Moment} from './moment.ts';
import {jsonTime, never} from './moment.ts';
import type {HostFacts} from './world.ts';

const nothing = {
	io_service_bytes_recursive: null,
	io_serviced_recursive: null,
	io_queue_recursive: null,
	io_service_time_recursive: null,
	io_wait_time_recursive: null,
	io_merged_recursive: null,
	io_time_recursive: null,
	sectors_recursive: null,
};
const unthrottled = {periods: 0, throttled_periods: 0, throttled_time: 0};
const idle = {
	cpu_usage: {total_usage: 0, usage_in_kernelmode: 0, usage_in_usermode: 0},
	throttling_data: unthrottled,
};

/** A wave that swings slowly and a smaller one that swings faster; together they stay within ±0.55. */
const waves = [
	{height: 0.4, period: 53},
	{height: 0.15, period: 7},
] as const;

const phaseOf = ({id}: Container): number => (Number.parseInt(id.slice(0, 6), 16) / 0xff_ff_ff) * 2 * Math.PI;

/** Seconds of one core used since `start`: the integral of the load, so that it never runs backwards. */
const coreSeconds = (container: Container, start: number, until: number): number => {
	const phase = phaseOf(container);
	const wavy = waves.map(({height, period}) => {
		const turn = (2 * Math.PI) / period;
		return (height / turn) * (Math.cos(turn * start + phase) - Math.cos(turn * until + phase));
	});
	return container.spec.load.cpu * (until - start + wavy.reduce((sum, part) => sum + part, 0));
};

const secondsIn = (moment: Moment): number => Number(moment) / 1e9;

const processor = (container: Container, {cpus}: HostFacts, at: Moment) => {
	const start = secondsIn(container.startedAt ?? at);
	const total = Math.max(0, Math.round(coreSeconds(container, start, secondsIn(at)) * 1e9));
	return {
		cpu_usage: {
			total_usage: total,
			percpu_usage: Array.from({length: cpus}, () => Math.floor(total / cpus)),
			usage_in_kernelmode: Math.floor(total * 0.2),
			usage_in_usermode: Math.floor(total * 0.8),
		},
		// Docker counts the whole machine's time in ticks of ten milliseconds.
		system_cpu_usage: Math.floor((secondsIn(at) % 1e9) * cpus * 100) * 1e7,
		online_cpus: cpus,
		throttling_data: unthrottled,
	};
};

const memory = (container: Container, host: HostFacts, at: Moment) => {
	const turn = (2 * Math.PI * secondsIn(at)) / 181;
	const resident = Math.round(container.spec.load.memory * (1 + 0.04 * Math.sin(turn + phaseOf(container))));
	const cache = Math.round(container.spec.load.memory * 0.15);
	return {
		usage: resident + cache,
		max_usage: Math.round(container.spec.load.memory * 1.3),
		stats: {
			cache,
			rss: resident,
			inactive_file: cache,
			total_cache: cache,
			total_rss: resident,
			total_inactive_file: cache,
		},
		limit: host.memory,
	};
};

/**
 * One message of `GET /containers/{id}/stats` in the shape of cgroup v1. `before` is the time of the measurement that it is compared to,
 * undefined when there is none; a container that does not run measures as zeros at no time.
 */
export const measurement = (container: Container, host: HostFacts, at: Moment, before: Moment | undefined) => {
	const {id, name, status} = container;
	if (status !== 'running')
		return {
			read: never,
			preread: never,
			pids_stats: {},
			blkio_stats: nothing,
			num_procs: 0,
			storage_stats: {},
			cpu_stats: idle,
			precpu_stats: idle,
			memory_stats: {},
			name: `/${name}`,
			id,
		};
	return {
		read: jsonTime(at),
		preread: jsonTime(before),
		pids_stats: {current: 7},
		blkio_stats: nothing,
		num_procs: 0,
		storage_stats: {},
		cpu_stats: processor(container, host, at),
		precpu_stats: before === undefined ? idle : processor(container, host, before),
		memory_stats: memory(container, host, at),
		name: `/${name}`,
		id,
		networks: {
			eth0: {
				rx_bytes: Math.floor(secondsIn(at - (container.startedAt ?? at)) * 900),
				rx_packets: 0,
				rx_errors: 0,
				rx_dropped: 0,
				tx_bytes: Math.floor(secondsIn(at - (container.startedAt ?? at)) * 1100),
				tx_packets: 0,
				tx_errors: 0,
				tx_dropped: 0,
			},
		},
	};
};
