import {setTimeout as delay} from 'node:timers/promises';
import type {Container, Stream, Words} from './container.ts';
import {digest, ended, probed, started} from './container.ts';
import type {EventBook} from './event-book.ts';
import {containerEvent, networkEvent} from './event-book.ts';
import type {LogBook} from './log-book.ts';
import {createLogBook} from './log-book.ts';
import {dateOf, type Moment} from './moment.ts';
import {Refusal} from './refusal.ts';
import {createTimers} from './timers.ts';

/** What every container of a world shares. `pace` is how many milliseconds one simulated millisecond takes. */
export type Surroundings = {readonly events: EventBook; readonly now: () => Moment; readonly pace: number};

/** One container and all that can happen to it, each change with the events a real Engine makes, in its order. */
export type Life = Disposable & {
	readonly container: Container;
	readonly log: LogBook;
	/** Takes a container as it is, without events, with its health checks going on if it runs. */
	resume(container: Container): void;
	tell(action: string, more?: Readonly<Record<string, string>>): void;
	start(): boolean;
	stop(grace: number): Promise<boolean>;
	restart(grace: number): Promise<void>;
	kill(signal: number): void;
	end(exitCode: number, outOfMemory: boolean): void;
	rename(name: string): void;
	probe(passes: boolean, output: string): void;
	write(words: Words, from: Stream): void;
	remove(force: boolean): void;
};

const sigkill = 9;
const sigterm = 15;
/** INT, QUIT, ABRT, KILL, TERM end a program; any other signal counts as one that it catches and goes on. */
const deadly: ReadonlySet<number> = new Set([2, 3, 6, sigkill, sigterm]);

export const createLife = (first: Container, {events, now, pace}: Surroundings): Life => {
	const log = createLogBook();
	const timers = createTimers(pace);
	let container = first;
	let alive = new AbortController();
	let stopping: Promise<void> | undefined;
	let over = false;

	const tell = (action: string, more?: Readonly<Record<string, string>>) =>
		events.emit(containerEvent(container, action, now(), more));

	const write = (words: Words, from: Stream = 'stdout') => {
		const at = now();
		log.append({at, from, text: typeof words === 'string' ? words : words(dateOf(at))});
	};

	const chatterAfter = (count: number) => {
		const {chatter} = container.spec.behaviour;
		if (chatter === undefined) return;
		timers.after(chatter.every, () => {
			write(at => chatter.says(at, count));
			chatterAfter(count + 1);
		});
	};

	const probe = (passes: boolean, output: string) => {
		if (container.status !== 'running') return;
		const before = container.health?.status;
		const command = `/bin/sh -c ${container.spec.healthCheck?.command ?? ''}`;
		const began = now();
		const execID = digest(`${container.id} ${began}`);
		tell(`exec_create: ${command}`, {execID});
		tell(`exec_start: ${command}`, {execID});
		tell('exec_die', {execID, exitCode: passes ? '0' : '1'});
		container = probed(began, now(), passes, output)(container);
		const after = container.health?.status;
		if (after !== undefined && after !== before) tell(`health_status: ${after}`);
	};

	const probeIn = (milliseconds: number | undefined) => {
		if (milliseconds === undefined) return;
		timers.after(milliseconds, () => {
			probe(true, '');
			probeIn(container.spec.healthCheck?.interval);
		});
	};

	const end = (exitCode: number, outOfMemory = false) => {
		if (container.status !== 'running') return;
		timers.clear();
		alive.abort();
		if (outOfMemory) tell('oom');
		container = ended(now(), exitCode, outOfMemory)(container);
		log.end();
		tell('die', {exitCode: String(exitCode)});
		events.emit(networkEvent(container, 'disconnect', now()));
	};

	const start = () => {
		if (over || container.status === 'running') return false;
		const {behaviour, healthCheck} = container.spec;
		alive = new AbortController();
		events.emit(networkEvent(container, 'connect', now()));
		container = started(now())(container);
		tell('start');
		for (const line of behaviour.starting) timers.after(line.after, () => write(line.text, line.from));
		probeIn(healthCheck?.healthyAfter);
		chatterAfter(0);
		const {ending} = behaviour;
		if (ending !== undefined) timers.after(ending.after, () => end(ending.exitCode));
		return true;
	};

	/** From the signal to the end: it says its last words, or is killed when it would take longer than `grace`. */
	const windDown = async (grace: number) => {
		const {says, takes, exitCode} = container.spec.behaviour.stopping;
		tell('kill', {signal: String(sigterm)});
		await delay(Math.min(takes, grace) * pace, undefined, {signal: alive.signal}).catch(() => {});
		if (container.status !== 'running' || alive.signal.aborted) return;
		if (takes <= grace) for (const words of says) write(words);
		else tell('kill', {signal: String(sigkill)});
		end(takes <= grace ? exitCode : 128 + sigkill);
	};

	const stop = async (grace: number) => {
		if (container.status !== 'running') return false;
		stopping ??= windDown(grace).finally(() => {
			stopping = undefined;
		});
		await stopping;
		tell('stop');
		return true;
	};

	return {
		log,
		tell,
		start,
		stop,
		end,
		probe,
		write,
		get container() {
			return container;
		},
		resume(past) {
			container = past;
			if (past.status !== 'running') return;
			probeIn(past.spec.healthCheck?.interval);
			chatterAfter(0);
		},
		async restart(grace) {
			await stop(grace);
			start();
			tell('restart');
		},
		kill(signal) {
			if (container.status !== 'running')
				throw new Refusal(409, `Cannot kill container: ${container.name}: Container ${container.id} is not running`);
			tell('kill', {signal: String(signal)});
			if (!deadly.has(signal)) return;
			end(signal === sigterm ? container.spec.behaviour.stopping.exitCode : 128 + signal);
		},
		rename(name) {
			const oldName = `/${container.name}`;
			container = {...container, name};
			tell('rename', {oldName});
		},
		remove(force) {
			if (container.status === 'running') {
				if (!force)
					throw new Refusal(
						409,
						`You cannot remove a running container ${container.id}. Stop the container before attempting removal or force remove`,
					);
				tell('kill', {signal: String(sigkill)});
				end(128 + sigkill);
			}
			tell('destroy');
		},
		[Symbol.dispose]() {
			over = true;
			timers.clear();
			alive.abort();
			log.end();
		},
	};
};
