import type {Usage} from '../../domain/service.ts';
import type {Container} from '../../parse/docker/container.ts';
import {createBell} from '../../streams/bell.ts';
import type {Containers} from './containers.ts';
import type {Docker} from './docker.ts';
import {scopeOf} from '../../streams/scope.ts';
import type {Visible} from '../engine.ts';

type Options = {
	readonly docker: Docker;
	readonly containers: Containers;
	/** The key of its row; undefined for a container that is in no row. */
	keyOf(container: Container): string | undefined;
	/** Milliseconds between two yields. */
	readonly rest?: number;
};

/** Each is a stream of its own, of which a connection carries only so many. */
const mostStreams = 30;

/**
 * CPU and memory, by container id, of the running containers whose rows are visible. Nothing is measured for the others. A container that
 * cannot be measured is left out and tried again later. Yields an empty map first.
 */
export async function* watchUsage(
	{docker, containers, keyOf, rest = 1000}: Options,
	visible: Visible,
	signal: AbortSignal,
): AsyncGenerator<ReadonlyMap<string, Usage>> {
	using scope = scopeOf(signal);
	const bell = createBell();
	const measured = new Map<string, Usage>();
	const open = new Map<string, AbortController>();
	let present: readonly Container[] = [];
	let isNew = true;
	let failure: {readonly error: unknown} | undefined;

	const close = (id: string): void => {
		open.get(id)?.abort();
		open.delete(id);
		isNew = measured.delete(id) || isNew;
	};

	const measure = async (id: string, stop: AbortController): Promise<void> => {
		try {
			for await (const usage of docker.stats(id, stop.signal)) {
				if (stop.signal.aborted) return;
				measured.set(id, usage);
				isNew = true;
				bell.ring();
			}
		} catch {
			// One that cannot be measured shows no numbers; whether Docker is there at all, the list of containers tells.
		}

		if (open.get(id) === stop) close(id);
	};

	const choose = (): void => {
		if (scope.signal.aborted) return;
		const keys = new Set(visible.get());
		const ids = present
			.filter(container => container.state === 'running' && keys.has(keyOf(container) ?? ''))
			.map(({id}) => id)
			.slice(0, mostStreams);
		for (const id of open.keys()) if (!ids.includes(id)) close(id);
		for (const id of ids) {
			if (open.has(id)) continue;
			const stop = new AbortController();
			open.set(id, stop);
			void measure(id, stop);
		}
	};

	const follow = async (): Promise<void> => {
		try {
			for await (present of containers(scope.signal)) {
				choose();
				bell.ring();
			}
		} catch (error) {
			failure = {error};
			bell.ring();
		}
	};

	const looked = (): void => {
		choose();
		bell.ring();
	};
	const stopLooking = visible.subscribe(looked);
	signal.addEventListener('abort', bell.ring, {once: true});
	let timer: NodeJS.Timeout | undefined;
	let mayYield = true;
	void follow();
	try {
		while (!signal.aborted) {
			if (failure !== undefined) throw failure.error;
			if (isNew && mayYield) {
				isNew = false;
				mayYield = false;
				timer = setTimeout(() => {
					mayYield = true;
					bell.ring();
				}, rest);
				yield new Map(measured);
			} else {
				await bell.rung();
			}
		}
	} finally {
		scope.abort(undefined);
		clearTimeout(timer);
		stopLooking();
		signal.removeEventListener('abort', bell.ring);
		for (const id of open.keys()) close(id);
	}
}
