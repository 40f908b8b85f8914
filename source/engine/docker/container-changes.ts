import type {ContainerEvent} from '../../parse/docker/container-event.ts';
import type {Death} from '../../parse/docker/container.ts';
import {createBell} from '../../streams/bell.ts';

/** What has happened since somebody last looked. */
export type Changes = {
	/** The ids of the containers that something happened to; they are forgotten with this. */
	take(): ReadonlySet<string>;
	/** The last death that was seen of a container; an inspection no longer tells the exit code once it runs again. */
	deathOf(id: string): Death | undefined;
	/** Resolves with whether anything happened, at once when it did and else after so many milliseconds. Rejects when the events broke off. */
	within(milliseconds: number, signal: AbortSignal): Promise<boolean>;
};

/** Reads the events as they come, so that Docker never waits, and keeps of each container only that it was touched; `heard` is told each. */
export const followChanges = (
	events: AsyncIterable<ContainerEvent>,
	heard: (event: ContainerEvent) => void = () => {},
): Changes => {
	let touched = new Set<string>();
	const deaths = new Map<string, Death>();
	let failure: {readonly error: unknown} | undefined;
	const bell = createBell();
	const hasNews = (): boolean => touched.size > 0 || failure !== undefined;

	const note = (event: ContainerEvent): void => {
		const {id, what, exitCode, at} = event;
		heard(event);
		touched.add(id);
		if (what === 'die') deaths.set(id, {exitCode, at});
		if (what === 'destroy') deaths.delete(id);
		bell.ring();
	};

	const read = async (): Promise<void> => {
		try {
			for await (const event of events) note(event);
		} catch (error) {
			failure = {error};
			bell.ring();
		}
	};

	void read();
	return {
		take() {
			const taken = touched;
			touched = new Set();
			return taken;
		},
		deathOf: id => deaths.get(id),
		async within(milliseconds, signal) {
			// It may have rung for what has been taken since.
			while (!hasNews() && (await bell.within(milliseconds, signal)));
			if (failure !== undefined) throw failure.error;
			return touched.size > 0;
		},
	};
};
