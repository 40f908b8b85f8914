import {render} from 'ink';
import type {HostConfig} from './config/config.ts';
import type {Asker, Connection} from './engine/connection.ts';
import {createEngine} from './engine/create-engine.ts';
import type {Action} from './domain/action.ts';
import type {DockerFacts} from './domain/host.ts';
import type {HostClock} from './domain/host-clock.ts';
import type {Engine} from './engine/engine.ts';
import {inOneSentence, type Problem} from './domain/problem.ts';
import {screenAsker} from './flow/asker.ts';
import {keepConnected} from './flow/keep-connected.ts';
import {createKnownLogs} from './flow/log/known-logs.ts';
import {openRunBefore} from './flow/log/run-before.ts';
import {createTaker} from './flow/log/take-along.ts';
import {closeView, closeViews, openDetails, openLog} from './flow/open-views.ts';
import {ask, type Deed} from './flow/perform.ts';
import {commandPrompt, commandsFor} from './keys/commands.ts';
import {answer, pasted} from './keys/dialog.ts';
import {helpKeys} from './keys/help.ts';
import {bind, press, type Keymap} from './keys/keymap.ts';
import {logKeys, type LogContext} from './keys/log.ts';
import {filterPrompt} from './keys/log-filter.ts';
import {overviewKeys, type OverviewContext} from './keys/overview.ts';
import {pastedInto, typed, type PromptTools} from './keys/prompt.ts';
import {viewKeys} from './keys/views.ts';
import {createPanes} from './panes/index.ts';
import {flashed, initialSession, type Flash, type View} from './store/session.ts';
import type {Prompt} from './store/prompt.ts';
import {createStore, type Store} from './store/store.ts';
import {createHands} from './terminal/hands.ts';
import {createLending} from './terminal/lend.ts';
import {App} from './ui/app.tsx';
import type {Console} from './ui/console.ts';
import {Lender} from './ui/lender.tsx';
import {heightOf} from './ui/log/height.ts';
import type {Theme} from './ui/theme.ts';

export type Start = {
	readonly host: HostConfig;
	/** How people call the other end: `user@10.30.51.137`, `this machine`. */
	readonly label: string;
	/** Whether this is the practice server. */
	readonly practice: boolean;
	readonly theme: Theme;
	/** Milliseconds between two signs of life. */
	readonly heartbeat: number;
	/** What the config should be warned about, said when the console opens. */
	readonly warnings: readonly Problem[];
	dial(asker: Asker, signal: AbortSignal): Promise<Connection>;
	audit(deed: Deed): Promise<void>;
	/** Where files are saved; the working directory when left out. */
	readonly directory?: string;
	/** Ends the console from outside: a signal to the process. */
	readonly signal: AbortSignal;
	readonly stdin?: NodeJS.ReadStream;
	readonly stdout?: NodeJS.WriteStream;
};

const now = (): Date => new Date();

type LogScreen = Extract<View, {kind: 'log'}>;

/** Asks a new connection once; where it does not answer, the panes say why, and the header leaves it out. */
const learn = <Value,>(store: Store<Value | undefined>, asking: Promise<Value> | undefined): void => {
	store.update(() => undefined);
	asking?.then(
		value => store.update(() => value),
		() => undefined,
	);
};

/** Puts the console together and runs it. Resolves when it has been left and everything it opened is closed. */
export const startConsole = async (start: Start): Promise<void> => {
	const {host, heartbeat} = start;
	const quitting = new AbortController();
	const signal = AbortSignal.any([start.signal, quitting.signal]);

	const panes = createPanes(heartbeat);
	const session = createStore(initialSession(panes[0].id));
	const clock = createStore(now());
	const docker = createStore<DockerFacts | undefined>(undefined);
	const hostClock = createStore<HostClock | undefined>(undefined);
	const server = keepConnected({
		dial: dialSignal => start.dial(screenAsker(session), dialSignal),
		createEngine: connection => createEngine(connection, host, {heartbeat, now}),
		now,
		heartbeat,
		signal,
	});

	const say = (flash: Flash): void => session.update(flashed(flash));
	/** What is being done; it is awaited at the end, so that its outcome is written down. */
	const deeds = new Set<Promise<void>>();
	const views = {session, server, errors: host.errors, now, heightOf, signal};
	const acting = {session, reach: server.reach.get, audit: start.audit, signal};
	const tools = () => ({
		host,
		engine: server.reach.get()?.engine,
		busy: busy(server.reach.get() !== undefined, session.get().acting),
		now,
		ask(action: Action<Engine>, held: () => string | undefined) {
			const deed = ask(action, {...acting, held}).finally(() => deeds.delete(deed));
			deeds.add(deed);
		},
		openLog: (...[sources, place]: [Parameters<typeof openLog>[0], Parameters<typeof openLog>[1]]) =>
			openLog(sources, place, views),
		openDetails: (...[title, watch]: [string, Parameters<typeof openDetails>[1]]) => openDetails(title, watch, views),
		say,
	});

	const {stdin = process.stdin, stdout = process.stdout, directory = process.cwd()} = start;
	const lending = createLending({stdin, stdout});
	const hands = createHands({environment: process.env, stdout, directory, lending, now});
	const overview = overviewKeys(panes);
	let viewHeight = 0;
	const logContext = (view: LogScreen, back: () => void): LogContext => {
		const {log} = view;
		const taker = createTaker({log, server, hands, errors: host.errors, now, say, signal});
		return {
			session,
			log,
			openAround: spot => openLog(log.get().sources, {around: spot}, views),
			openRunBefore: () => void openRunBefore({log, server, say, open: sources => openLog(sources, 'end', views)}),
			...taker,
			say,
			back,
		};
	};
	const viewKeymap = (view: View): Keymap => {
		const back = (): void => closeView(session, view);
		switch (view.kind) {
			case 'log':
				return bind(view.title, logKeys, () => logContext(view, back), host);
			case 'details':
				return bind(view.title, viewKeys, () => ({session, scroll: view.scroll, height: viewHeight, back}), host);
		}
	};
	const below = (): readonly Keymap[] => {
		const {views: stack, focus} = session.get();
		const view = stack.at(-1);
		if (view !== undefined) return [viewKeymap(view)];
		const pane = panes.find(({id}) => id === focus) ?? panes[0];
		const context: OverviewContext = {session, panes, retryNow: server.retryNow, quit: () => quitting.abort()};
		return [pane.keymap(tools), bind('Everywhere', overview, () => context, host)];
	};
	const keymaps = (): readonly Keymap[] =>
		session.get().help ? [bind('Help', helpKeys, () => ({session}), host)] : below();

	const knownLogs = createKnownLogs({
		session,
		server,
		open: sources => openLog(sources, 'end', views),
		say,
		signal,
	});
	const commands = commandPrompt(commandsFor(panes), () => ({
		session,
		panes,
		logNames: knownLogs.names,
		openLogs: knownLogs.open,
		closeViews: () => closeViews(session),
		quit: () => quitting.abort(),
	}));
	/** What the line that is typed means; a filter is that of the log on top. */
	const promptTools = (kind: Prompt['kind']): PromptTools => {
		const view = session.get().views.at(-1);
		return kind === 'filter' && view?.kind === 'log' ? filterPrompt(view.log) : commands;
	};

	const console: Console = {
		hostName: host.name,
		label: start.label,
		readonly: host.readonly,
		practice: start.practice,
		errors: host.errors,
		theme: start.theme,
		session,
		link: server.link,
		docker,
		hostClock,
		panes,
		clock,
		keymaps,
		helped: below,
		press(chord) {
			const [dialog] = session.get().dialogs;
			if (dialog !== undefined) {
				answer(session, dialog, chord);
				return;
			}
			const {prompt} = session.get();
			if (prompt !== undefined) {
				typed(session, prompt, chord, promptTools(prompt.kind));
				return;
			}
			if (chord === 'ctrl-c') {
				quitting.abort();
				return;
			}
			// What was said last has been read; what an action says stays until it has said it all.
			if (session.get().acting === undefined) session.update(flashed(undefined));
			const pressed = press(keymaps(), chord);
			if (pressed.kind === 'blocked') say({text: `No ${pressed.label}: ${pressed.why}`, tone: 'bad'});
		},
		paste(text) {
			const {prompt, dialogs} = session.get();
			const [dialog] = dialogs;
			// Pasted text is never taken for keys: one pasted word could restart a server.
			if (dialog?.field.kind === 'text') session.update(pasted(text));
			else if (dialog === undefined && prompt !== undefined)
				pastedInto(session, prompt, text, promptTools(prompt.kind));
		},
		viewResized(height) {
			viewHeight = height;
		},
	};

	const [warning] = start.warnings;
	if (warning !== undefined) say({text: inOneSentence(warning), tone: 'bad'});
	const ticking = setInterval(() => clock.update(now), 1000);
	const stopFacts = server.reach.subscribe(() => {
		const reach = server.reach.get();
		learn(docker, reach?.engine.docker.facts(reach.lost));
		learn(hostClock, reach?.engine.clock(reach.lost));
	});
	const feeding = panes.map(pane => pane.keepFed({server, host, now, signal}));

	const shown = (
		<>
			<Lender attach={lending.attach} />
			<App console={console} />
		</>
	);
	const screen = render(shown, {
		stdin,
		stdout,
		alternateScreen: true,
		incrementalRendering: true,
		exitOnCtrlC: false,
		patchConsole: false,
		interactive: true,
		maxFps: 60,
	});
	const closed = screen.waitUntilExit();
	signal.addEventListener('abort', () => screen.unmount(), {once: true});
	try {
		await closed;
	} finally {
		quitting.abort();
		clearInterval(ticking);
		stopFacts();
		knownLogs.stop();
		for (const view of session.get().views) view.close();
		for (const dialog of session.get().dialogs) dialog.settle(undefined);
		await Promise.all([server.ended, ...feeding, ...deeds]);
	}
};

const busy = (connected: boolean, acting: string | undefined): string | undefined => {
	if (!connected) return 'there is no connection';
	return acting === undefined ? undefined : `${acting} is going on`;
};
