import type {HostClock} from '../../../domain/time/host-clock.ts';
import {combine} from '../../../streams/combine.ts';
import {clockOnceKnown} from '../../host/host-clock.ts';
import type {LogsOptions} from '../options.ts';
import {serviceSources, unseenServices, type ServiceSource} from '../sources.ts';
import {day, mostEntries} from './reach.ts';
import type {Part, Wanted} from './roster.ts';
import {createSpareLog} from './spare-log.ts';
import type {Turns} from './turns.ts';
import {watchLog} from './watch-log.ts';
import {watchPart} from './watch-part.ts';

/** Heartbeats between two looks at services that there is no room to follow: each look costs a place that others wait for, too. */
const looks = 5;

/** Watches the log of every service, those that have stopped too, through restarts and new containers. */
export const watchServices = (
	{docker, host, containers, clocks, heartbeat}: LogsOptions,
	{turns, crowd}: {readonly turns: Turns; readonly crowd: AbortController},
	changed: () => void,
	signal: AbortSignal,
): Part => {
	const {errors} = host;
	let clock: HostClock | undefined;
	let running: ReadonlySet<string> = new Set();

	const now = (): number => Date.now() + (clock?.ahead ?? 0);
	const how = {
		errors,
		now: async () => new Date(now()),
		interval: looks * heartbeat,
		turns,
		room: () => crowd,
	};

	const wantedOf = ({source}: ServiceSource): Wanted => ({
		identity: `${source.name} ${source.key}`,
		start(ended) {
			const isRunning = (): boolean => running.has(source.key);
			const {log, follow} = createSpareLog({source, docker, containers, most: mostEntries}, {...how, isRunning});
			return watchLog({source, log, errors, reach: {last: day, now}, turns, follow, changed}, ended);
		},
	});

	async function* find(over: AbortSignal) {
		const sources = {containers, clock: (until: AbortSignal) => clockOnceKnown(clocks, until)};
		for await (const seen of combine(sources, over)) {
			clock = seen.clock ?? clock;
			const found = serviceSources(seen.containers);
			running = new Set(found.flatMap(({source, container: {state}}) => (state === 'running' ? source.key : [])));
			yield {wanted: found.map(wantedOf), unseen: []};
		}
	}

	return watchPart({find, failed: unseenServices, changed}, signal);
};
