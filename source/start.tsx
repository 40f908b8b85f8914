import {render} from 'ink';
import type {HostConfig} from './config/config.ts';
import {trustsOf} from './config/sql-trust.ts';
import {createKeyboard} from './console/keyboard.ts';
import {createKeymaps} from './console/keymaps.ts';
import {createPaneTools} from './console/pane-tools.ts';
import {createPrompts} from './console/prompts.ts';
import type {DockerFacts} from './domain/host.ts';
import type {HostClock} from './domain/time/host-clock.ts';
import {inOneSentence, type Problem} from './domain/problem.ts';
import type {Workshop} from './domain/workshop.ts';
import type {AgeHistory} from './engine/age-history.ts';
import type {Asker, Connection} from './engine/connection.ts';
import {createEngine} from './engine/create-engine.ts';
import type {RunHistory} from './engine/run-history.ts';
import {screenAsker} from './flow/asker.ts';
import {keepConnected} from './flow/keep-connected.ts';
import {createKnownLogs} from './flow/log/known-logs.ts';
import {createTaker} from './flow/log/take-along.ts';
import {openLog} from './flow/open-views.ts';
import type {Deed} from './flow/perform.ts';
import {createUnderWay} from './flow/under-way.ts';
import {createPanes} from './panes/index.ts';
import {flashed, initialSession, type Flash} from './store/session.ts';
import {createStore, type Store} from './store/store.ts';
import {createHands} from './terminal/hands.ts';
import {createLending} from './terminal/lend.ts';
import {App} from './ui/app.tsx';
import type {Console} from './ui/console.ts';
import {Lender} from './ui/lender.tsx';
import {heightOf} from './ui/log/height.ts';
import {screenOptions} from './ui/screen-options.ts';
import type {Theme} from './ui/theme.ts';

export type Start = {
	readonly host: HostConfig;
	/** How people call the other end: `user@10.30.51.137`, `this machine`. */
	readonly label: string;
	/** Whether this is the practice server. */
	readonly practice: boolean;
	/** What can be broken there to learn on; there on the practice server alone. */
	readonly workshop?: Workshop | undefined;
	readonly theme: Theme;
	/** Milliseconds between two signs of life. */
	readonly heartbeat: number;
	/** What the config should be warned about, said when the console opens. */
	readonly warnings: readonly Problem[];
	/** Where the ages of its data are kept. */
	readonly history: AgeHistory;
	/** Where the runs of its jobs are kept; nowhere when left out. */
	readonly runHistory?: RunHistory;
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
		createEngine(connection) {
			const {history, runHistory} = start;
			return createEngine(connection, host, {heartbeat, now, history, ...(runHistory && {runHistory})});
		},
		now,
		heartbeat,
		signal,
	});

	const say = (flash: Flash): void => session.update(flashed(flash));
	const quit = (): void => quitting.abort();
	const underWay = createUnderWay();
	const views = {session, server, errors: host.errors, now, heightOf, underWay, signal};

	const {stdin = process.stdin, stdout = process.stdout, directory = process.cwd()} = start;
	const lending = createLending({stdin, stdout});
	const hands = createHands({environment: process.env, stdout, directory, lending, now});
	const taker = createTaker({server, hands, errors: host.errors, underWay, now, say, signal});
	const knownLogs = createKnownLogs({
		session,
		server,
		open: (sources, called) => openLog(sources, 'end', views, called),
		say,
		signal,
	});

	let viewHeight = 0;
	const keymaps = createKeymaps({
		session,
		server,
		host,
		panes,
		taker,
		tools: createPaneTools({host, server, views, copy: hands.copy, audit: start.audit, say}),
		openLog: (sources, place) => openLog(sources, place, views),
		viewHeight: () => viewHeight,
		retryNow: server.retryNow,
		say,
		quit,
	});
	const prompts = createPrompts({session, panes, knownLogs, workshop: start.workshop, quit});
	const keyboard = createKeyboard({session, keymaps: keymaps.now, prompts, say, quit});

	const console: Console = {
		hostName: host.name,
		label: start.label,
		readonly: host.readonly,
		practice: start.practice,
		broken: () => start.workshop?.situation(),
		sqlTrust: trustsOf(host),
		errors: host.errors,
		theme: start.theme,
		session,
		link: server.link,
		docker,
		hostClock,
		panes,
		clock,
		keymaps: keymaps.now,
		helped: keymaps.underHelp,
		...keyboard,
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
	const screen = render(shown, {stdin, stdout, ...screenOptions});
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
		await Promise.all([server.ended, ...feeding, underWay.ended()]);
	}
};
