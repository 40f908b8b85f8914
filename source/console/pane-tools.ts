import type {HostConfig} from '../config/config.ts';
import {inOneSentence, problemIn} from '../domain/problem.ts';
import type {Server} from '../flow/keep-connected.ts';
import {openDetails, openLog, type LogOptions} from '../flow/open-views.ts';
import {createRunOpener} from '../flow/open-run.ts';
import {ask, type Deed} from '../flow/perform.ts';
import type {PaneTools} from '../panes/pane.ts';
import {askingFor} from '../store/prompt.ts';
import {prompted, type Flash} from '../store/session.ts';
import {detailsKeymap} from './details-keymap.ts';

type Options = {
	readonly host: HostConfig;
	readonly server: Pick<Server, 'reach'>;
	readonly views: LogOptions;
	/** Puts a text into the clipboard, and resolves to what is said about it. Rejects with a `ProblemError`. */
	copy(text: string, what: string): Promise<string>;
	audit(deed: Deed): Promise<void>;
	say(flash: Flash): void;
};

const busy = (connected: boolean, acting: string | undefined): string | undefined => {
	if (!connected) return 'there is no connection';
	return acting === undefined ? undefined : `${acting} is going on`;
};

/** What every pane may use. It is asked for anew at every key. */
export const createPaneTools = ({host, server, views, copy, audit, say}: Options): (() => PaneTools) => {
	const {session, underWay, now, signal} = views;
	const acting = {session, reach: server.reach.get, audit, signal};
	const openRun = createRunOpener({
		views,
		readonly: host.readonly,
		perform: action => underWay.add(ask(action, {...acting, held: () => undefined})),
		audit,
		say,
	});
	const told = async (doing: () => Promise<Flash | undefined>): Promise<void> => {
		try {
			const flash = await doing();
			if (flash !== undefined) say(flash);
		} catch (error) {
			if (!signal.aborted) say({text: inOneSentence(problemIn(error)), tone: 'bad'});
		}
	};
	const tools = (): PaneTools => ({
		host,
		engine: server.reach.get()?.engine,
		busy: busy(server.reach.get() !== undefined, session.get().acting),
		now,
		// Its outcome is awaited at the end, so that it is written down.
		ask: (action, held) => underWay.add(ask(action, {...acting, held})),
		openLog: (sources, place) => openLog(sources, place, views),
		openRun,
		openDetails: details => openDetails(details, view => detailsKeymap(details, view, tools), views),
		askLine: line => session.update(prompted(askingFor(line))),
		copy: (text, what) => underWay.add(told(async () => ({text: await copy(text, what), tone: 'good'}))),
		async writeDown(deed) {
			const writing = audit(deed).then(() => undefined, problemIn);
			underWay.add(writing.then(() => undefined));
			const problem = await writing;
			if (problem !== undefined && !signal.aborted) say({text: inOneSentence(problem), tone: 'bad'});
			return problem;
		},
		tell(doing) {
			const reached = server.reach.get();
			if (reached === undefined) say({text: 'There is no connection', tone: 'bad'});
			else underWay.add(told(() => doing(reached.engine, AbortSignal.any([signal, reached.lost]))));
		},
		say,
	});
	return tools;
};
