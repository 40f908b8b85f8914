import type {Container} from '../../../parse/docker/container.ts';
import {createBell} from '../../../streams/bell.ts';
import {containerIn, type Subject} from './subject.ts';

/** Milliseconds between two looks for those who wait only so long. */
const look = 1000;

/** The container of a subject, live, for one who waits for what becomes of it. */
export type LiveContainer = {
	/** Keeps it up to date until the signal aborts; rejects when Docker stops to answer. `heard` is called whenever Docker has told. */
	listen(heard: () => void): Promise<void>;
	/**
	 * The container, as soon as it is as wanted, or after so many milliseconds. That with the id `part` is preferred while a service is made anew.
	 * Rejects when the signal aborts.
	 */
	when(
		isWanted: (container: Container | undefined) => boolean,
		how?: {readonly patience?: number; readonly part?: string | undefined},
	): Promise<Container | undefined>;
	/** Looks again whether it is as wanted: something else has changed. */
	ring(): void;
};

export const createLiveContainer = (
	{source, containers}: Pick<Subject, 'source' | 'containers'>,
	signal: AbortSignal,
): LiveContainer => {
	const bell = createBell();
	let list: readonly Container[] | undefined;
	return {
		async listen(heard) {
			for await (list of containers(signal)) {
				bell.ring();
				heard();
			}
		},
		async when(isWanted, {patience = Infinity, part} = {}) {
			for (const began = performance.now(); ;) {
				signal.throwIfAborted();
				if (list !== undefined) {
					const container = containerIn(source, list, part);
					// Before it was inspected nothing is known of when it started.
					const isKnown = container === undefined || container.details !== undefined;
					if ((isKnown && isWanted(container)) || performance.now() - began >= patience) return container;
				}
				await bell.within(look, signal);
			}
		},
		ring: bell.ring,
	};
};
