import {ProblemError} from '../../domain/problem.ts';
import type {Container, Details} from '../../parse/docker/container.ts';
import type {ContainerEvent} from '../../parse/docker/container-event.ts';
import {followChanges, type Changes} from './container-changes.ts';
import type {Docker} from './docker.ts';
import {isGone} from './explain.ts';
import {scopeOf} from '../../streams/scope.ts';
import {inParallel} from '../../streams/in-parallel.ts';
import {pause} from '../../streams/pause.ts';
import {share, type Shared} from '../../streams/share.ts';

/** Every container of a host, live. */
export type Containers = Shared<readonly Container[]>;

type Options = {
	readonly docker: Docker;
	/** Milliseconds between two signs of life when nothing happens; an answer to a ping may take as long. */
	readonly heartbeat: number;
	/** Milliseconds from the first event of a burst to a look, so that `up` of a hundred services is a few looks, not hundreds. */
	readonly settle?: number;
	/** Hears each event before the look that comes of it: a container may be gone by then. */
	heard?(event: ContainerEvent): void;
};

/** Milliseconds for one inspection. Docker holds it back while it starts the container, which must not hold up the others. */
const patience = 2000;

/**
 * Every container of the host, live and shared by all who watch. Docker's events say when to look again; a look is one list, and an
 * inspection of each container that something happened to. At every heartbeat, once Docker has answered a ping, the same list is yielded
 * again. Throws a `ProblemError` when Docker stops to answer.
 */
export const createContainers = ({docker, heartbeat, settle = 100, heard}: Options): Containers =>
	share(async function* (signal) {
		using scope = scopeOf(signal);
		// Before the first list, so that nothing that happens in between is missed.
		const changes = followChanges(await docker.events(scope.signal), heard);
		const look = createLook(docker, changes, scope.signal);
		for (let containers = await look(); !signal.aborted;) {
			yield containers;
			const changed = await changes.within(heartbeat, scope.signal);
			if (signal.aborted) return;
			if (changed || containers.some(({details}) => details === undefined)) {
				await pause(settle, scope.signal);
				containers = await look();
			} else {
				await docker.ping(scope.signal, heartbeat);
				// The same rows, but a value of its own: what is seen again is not what was seen before.
				containers = [...containers];
			}
		}
	});

/** What was learnt by inspection is kept from look to look. */
const createLook = (docker: Docker, changes: Changes, signal: AbortSignal) => {
	const known = new Map<string, Details>();

	const inspect = async (id: string, gone: Set<string>): Promise<void> => {
		known.delete(id);
		try {
			known.set(id, await docker.inspect(id, signal, patience));
		} catch (error) {
			if (signal.aborted || !(error instanceof ProblemError)) throw error;
			if (isGone(error)) gone.add(id);
		}
	};

	return async (): Promise<readonly Container[]> => {
		const touched = changes.take();
		const summaries = await docker.list(signal);
		const ids = new Set(summaries.map(({id}) => id));
		for (const id of known.keys()) if (!ids.has(id)) known.delete(id);
		const fresh = new Set([...ids].filter(id => touched.has(id) || !known.has(id)));
		const gone = new Set<string>();
		await inParallel([...fresh], 4, id => inspect(id, gone));
		return summaries
			.filter(({id}) => !gone.has(id))
			.map(summary => {
				const details = known.get(summary.id);
				// An inspection is newer than the list before it, which Docker updates only after it has told what happened.
				const {state, health, exitCode} = (fresh.has(summary.id) ? details : undefined) ?? summary;
				const died = changes.deathOf(summary.id);
				return Object.assign(summary, {state, health, exitCode, details, died});
			});
	};
};
