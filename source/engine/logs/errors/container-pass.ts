import type {LogSource} from '../../../domain/log.ts';
import type {Problem} from '../../../domain/problem.ts';
import type {Docker} from '../../docker/docker.ts';
import type {SearchedSource} from '../../engine.ts';
import {createContainerLines} from '../containers/container-lines.ts';
import {createSearch} from './search.ts';
import {sinceOf, type Reach} from './reach.ts';

/** Of a service's log the last entries are read, however far they reach back: a year of a talkative one would take the link for hours. */
const mostEntries = 200_000;
/** Docker keeps a longer line in several entries. https://github.com/moby/moby/blob/v27.0.0/daemon/logger/copier.go */
const entrySize = 16 * 1024;

/** A container as it is now. */
export type ContainerNow = {readonly containerId: string; readonly terminal: boolean};

export type ContainerSearch = {
	readonly source: LogSource;
	readonly docker: Pick<Docker, 'logs'>;
	readonly pattern: RegExp;
	/** How far back; from the start of the container when left out. */
	readonly reach?: Reach | undefined;
};

/** One search of what containers that follow upon each other have written and write. */
export type ContainerPass = {
	/** Searches what there is that has not been searched, and with `follow` what is written until the container stops. */
	read(container: ContainerNow, follow: boolean, heard: () => void, signal: AbortSignal): Promise<void>;
	/** No line follows. */
	end(): void;
	/** Lines searched so far. */
	lines(): number;
	seen(problem: Problem | undefined): SearchedSource;
};

export const createContainerPass = ({source, docker, pattern, reach}: ContainerSearch): ContainerPass => {
	const search = createSearch(source, pattern, reach);
	let count = 0;
	/** Docker's time of the newest line. */
	let last = '';
	let entries = 0;
	let isCut = false;
	let isFirst = true;
	let container = '';

	/** Docker cuts the tail from the whole log, before it looks at the time. */
	const begin = () => {
		if (last !== '') return {since: last};
		return reach === undefined ? {} : {since: new Date(sinceOf(reach, reach.now())), tail: mostEntries};
	};

	return {
		async read({containerId, terminal}, follow, heard, signal) {
			if (container !== '' && container !== containerId) search.apart();
			container = containerId;
			const lines = createContainerLines(
				containerId,
				({line, bytes, from, stamp}) => {
					search.line(line, bytes, from);
					count += 1;
					entries += Math.max(1, Math.ceil(bytes / entrySize));
					if (stamp > last) last = stamp;
				},
				{after: last},
			);
			const options = {timestamps: true, terminal, follow, spare: true, ...begin()};
			for await (const frame of docker.logs(containerId, options, signal)) {
				lines.push(frame);
				heard();
			}
			lines.end();
			signal.throwIfAborted();
			if (!isFirst) return;
			isFirst = false;
			isCut = reach !== undefined && entries >= mostEntries;
			search.caughtUp();
		},
		end: () => search.end(),
		lines: () => count,
		seen: problem => search.seen(problem, {isCut}),
	};
};
