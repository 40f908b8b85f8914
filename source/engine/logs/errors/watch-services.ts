import type {HostClock} from '../../../domain/host-clock.ts';
import {createBell, type Bell} from '../../../streams/bell.ts';
import {combine} from '../../../streams/combine.ts';
import {clockOnceKnown} from '../../host/host-clock.ts';
import type {LogsOptions} from '../options.ts';
import {serviceSources, unseenServices, type ServiceSource} from '../sources.ts';
import {day} from './reach.ts';
import type {Part, Wanted} from './roster.ts';
import type {Turns} from './turns.ts';
import {watchContainer} from './watch-container.ts';
import {watchPart} from './watch-part.ts';

/** Heartbeats between two looks at services that there is no room to follow: each look costs a place that others wait for, too. */
const looks = 5;

/** What a service's container is now; the bell rings when it changes. */
type Entry = {
	readonly containerId: string;
	readonly terminal: boolean;
	readonly isRunning: boolean;
	readonly startedAt: number | undefined;
	readonly moved: Bell;
};

/** Watches the log of every service, those that have stopped too, through restarts and new containers. */
export const watchServices = (
	{docker, host, containers, clocks, heartbeat}: LogsOptions,
	{turns, crowd}: {readonly turns: Turns; readonly crowd: AbortController},
	changed: () => void,
	signal: AbortSignal,
): Part => {
	let clock: HostClock | undefined;
	let entries: ReadonlyMap<string, Entry> = new Map();

	const reach = {last: day, now: () => Date.now() + (clock?.ahead ?? 0)};
	const search = {
		docker,
		pattern: host.errors,
		reach,
		interval: looks * heartbeat,
		turns,
		crowd,
		changed,
	};

	/** Until Docker has told how a container is read, the service has the one before it, if any. */
	const entryOf = ({source, container: {id, state, details}}: ServiceSource): Entry | undefined => {
		const before = entries.get(source.key);
		if (details === undefined) return before;
		const {terminal, startedAt} = details;
		const moved = before?.moved ?? createBell();
		const now = {containerId: id, terminal, isRunning: state === 'running', startedAt: startedAt?.getTime(), moved};
		const same = before?.containerId === id && before.isRunning === now.isRunning && before.startedAt === now.startedAt;
		if (!same) moved.ring();
		return now;
	};

	const wantedOf = ({source}: ServiceSource, entry: Entry): Wanted => {
		// One that is gone is stopped, with what it was last.
		const container = (): Entry => entries.get(source.key) ?? entry;
		const {moved} = entry;
		return {
			identity: `${source.name} ${source.key}`,
			start: ended => watchContainer({...search, source, container, moved}, ended),
		};
	};

	async function* find(over: AbortSignal) {
		const sources = {containers, clock: (until: AbortSignal) => clockOnceKnown(clocks, until)};
		for await (const seen of combine(sources, over)) {
			clock = seen.clock ?? clock;
			const found = serviceSources(seen.containers).flatMap(source => {
				const entry = entryOf(source);
				return entry === undefined ? [] : {source, entry};
			});
			entries = new Map(found.map(({source, entry}) => [source.source.key, entry]));
			yield {wanted: found.map(({source, entry}) => wantedOf(source, entry)), unseen: []};
		}
	}

	return watchPart({find, failed: unseenServices, changed}, signal);
};
