import type {Container, ContainerSpec, Stream} from './container.ts';
import {digest, ended, made, probed, started} from './container.ts';
import type {EventBook} from './event-book.ts';
import {createEventBook} from './event-book.ts';
import type {Life} from './life.ts';
import {createLife} from './life.ts';
import type {Entry, LogBook} from './log-book.ts';
import type {Moment} from './moment.ts';
import {createClock} from './moment.ts';
import {Refusal} from './refusal.ts';

/** What is behind a container that was there before anybody looked. It makes no events. */
export type Past = {
	readonly createdAt: Moment;
	readonly startedAt: Moment;
	/** Undefined for one that still runs; it is healthy then, if it has a health check. */
	readonly end: {readonly at: Moment; readonly exitCode: number; readonly outOfMemory?: boolean} | undefined;
	readonly log: readonly Entry[];
};

/** The machine that the Engine says it runs on. Memory in bytes. */
export type HostFacts = {readonly name: string; readonly cpus: number; readonly memory: number};

/**
 * The containers of a simulated Engine and what happens to them. A `reference` is an id, the start of one, or a name; one that is not
 * there throws a `Refusal`, as the Engine would answer. Restart policies are data only: what has ended stays ended.
 */
export type World = Disposable & {
	readonly host: HostFacts;
	readonly events: EventBook;
	/** Now, never twice the same. */
	now(): Moment;
	/** The newest first. */
	containers(): readonly Container[];
	find(reference: string): Container;
	logOf(reference: string): LogBook;
	/** Returns the id, which depends on the name and on how many were created before it. */
	create(spec: ContainerSpec, past?: Past): string;
	/** False when it runs already. */
	start(reference: string): boolean;
	/** Asks it to stop, and kills it after `grace` milliseconds. False when it does not run. */
	stop(reference: string, grace?: number): Promise<boolean>;
	restart(reference: string, grace?: number): Promise<void>;
	/** Sends a signal by its number, SIGKILL when left out. */
	kill(reference: string, signal?: number): void;
	/** Ends it as if by itself; nothing happens when it does not run. */
	die(reference: string, exitCode: number, reason?: {readonly outOfMemory: boolean}): void;
	rename(reference: string, name: string): void;
	remove(reference: string, options?: {readonly force: boolean}): void;
	/** Makes its health check pass or fail once, now. */
	probe(reference: string, passes: boolean, output?: string): void;
	writeLog(reference: string, text: string, from?: Stream): void;
};

const defaultGrace = 10_000;
const defaultHost: HostFacts = {name: 'practice', cpus: 4, memory: 16 * 1024 ** 3};

const withPast = (container: Container, {startedAt, end}: Past): Container => {
	const running = probed(startedAt, startedAt, true, '')(started(startedAt)(container));
	return end === undefined ? running : ended(end.at, end.exitCode, end.outOfMemory ?? false)(running);
};

/** An empty world. `pace` 0.01 makes what its containers do by themselves a hundred times faster; `now` is for the date alone. */
export const createWorld = ({
	now: date = () => new Date(),
	pace = 1,
	host = defaultHost,
}: {readonly now?: () => Date; readonly pace?: number; readonly host?: HostFacts} = {}): World => {
	const now = createClock(date);
	const events = createEventBook();
	const lives = new Map<string, Life>();
	let madeSoFar = 0;

	const find = (reference: string): Life => {
		const name = reference.replace(/^\//, '');
		const found = lives.get(reference) ?? [...lives.values()].find(({container}) => container.name === name);
		if (found !== undefined) return found;
		const [one, another] = [...lives.values()].filter(({container}) => container.id.startsWith(reference));
		if (one === undefined || reference === '') throw new Refusal(404, `No such container: ${reference}`);
		if (another !== undefined) throw new Refusal(500, `Multiple IDs found with provided prefix: ${reference}`);
		return one;
	};

	return {
		host,
		events,
		now,
		containers: () =>
			[...lives.values()].map(({container}) => container).toSorted((a, b) => Number(b.createdAt - a.createdAt)),
		find: reference => find(reference).container,
		logOf: reference => find(reference).log,
		create(spec, past) {
			const holder = [...lives.values()].find(({container}) => container.name === spec.name);
			if (holder !== undefined)
				throw new Refusal(
					409,
					`Conflict. The container name "/${spec.name}" is already in use by container "${holder.container.id}".` +
						' You have to remove (or rename) that container to be able to reuse that name.',
				);
			madeSoFar += 1;
			const id = digest(`${spec.name} ${madeSoFar}`);
			const container = made(spec, id, past?.createdAt ?? now());
			const life = createLife(container, {events, now, pace});
			lives.set(id, life);
			if (past === undefined) life.tell('create');
			else {
				for (const entry of past.log) life.log.append(entry);
				life.resume(withPast(container, past));
			}
			return id;
		},
		start: reference => find(reference).start(),
		stop: async (reference, grace = defaultGrace) => find(reference).stop(grace),
		restart: async (reference, grace = defaultGrace) => find(reference).restart(grace),
		kill: (reference, signal = 9) => find(reference).kill(signal),
		die: (reference, exitCode, {outOfMemory} = {outOfMemory: false}) => find(reference).end(exitCode, outOfMemory),
		rename: (reference, name) => find(reference).rename(name),
		remove(reference, {force} = {force: true}) {
			const life = find(reference);
			life.remove(force);
			lives.delete(life.container.id);
			life[Symbol.dispose]();
		},
		probe: (reference, passes, output = '') => find(reference).probe(passes, output),
		writeLog: (reference, text, from = 'stdout') => find(reference).write(text, from),
		[Symbol.dispose]() {
			for (const life of lives.values()) life[Symbol.dispose]();
		},
	};
};
