import {mkdir} from 'node:fs/promises';
import {join} from 'node:path';
import {afterEach, beforeEach} from 'vitest';
import {startContainers, type Containers} from '../containers.ts';
import {startHost, type Host} from '../support.ts';

/** What each test of a file has to itself. */
export type Each = {
	readonly host: Host;
	/** Aborted behind the test. */
	readonly stop: AbortController;
	/** A log of the host that nobody has written yet. */
	readonly log: string;
	/** A Docker Engine of the host, without containers. */
	readonly containers: Containers;
};

/** Gives each test of the file that calls it a host of its own, and ends it behind the test. */
export const hostForEach = (): Each => {
	let stack: AsyncDisposableStack;
	let now: Each;
	beforeEach(async () => {
		stack = new AsyncDisposableStack();
		const host = stack.use(await startHost());
		const containers = stack.use(await startContainers(host));
		const stop = new AbortController();
		stack.defer(() => stop.abort());
		await mkdir(join(host.directory, 'logs'));
		now = {host, stop, containers, log: join(host.directory, 'logs', 'training.log')};
	});
	afterEach(() => stack.disposeAsync());
	return {
		get host() {
			return now.host;
		},
		get stop() {
			return now.stop;
		},
		get log() {
			return now.log;
		},
		get containers() {
			return now.containers;
		},
	};
};
