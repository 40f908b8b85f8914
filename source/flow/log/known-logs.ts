import {everyLog, logsNamed} from '../../domain/log-names.ts';
import type {LogSource} from '../../domain/log.ts';
import {inOneSentence, problemIn} from '../../domain/problem.ts';
import type {Sources} from '../../store/log/state.ts';
import type {Flash, Session} from '../../store/session.ts';
import type {Store} from '../../store/store.ts';
import {firstOf} from '../../streams/first.ts';
import type {Server} from '../keep-connected.ts';

type Options = {
	readonly session: Store<Session>;
	readonly server: Pick<Server, 'reach'>;
	/** `called` is its name where that is not the names of its sources. */
	open(sources: Sources, called: string | undefined): void;
	say(flash: Flash): void;
	readonly signal: AbortSignal;
};

/** The logs of the host by their names. They are looked up when a command is begun, and again when one is opened. */
export type KnownLogs = {
	names(): readonly string[];
	open(name: string): void;
	/** Ends looking. */
	stop(): void;
};

export const createKnownLogs = ({session, server, open, say, signal}: Options): KnownLogs => {
	let known: readonly LogSource[] = [];
	const look = async (): Promise<readonly LogSource[] | undefined> => {
		const reach = server.reach.get();
		if (reach === undefined) return undefined;
		const {rows} = await firstOf(reach.engine.logs.watchSources, AbortSignal.any([signal, reach.lost]));
		known = rows;
		return rows;
	};

	let isTyping = false;
	const stop = session.subscribe(() => {
		const was = isTyping;
		isTyping = session.get().prompt?.kind === 'command';
		// Where they cannot be looked up, opening one says why.
		if (isTyping && !was) look().catch(() => undefined);
	});

	let opening = new AbortController();
	const openNamed = async (name: string): Promise<void> => {
		opening.abort();
		const mine = new AbortController();
		opening = mine;
		const top = session.get().views.at(-1);
		/** Somebody went somewhere else meanwhile, or asked for another one. */
		const isLeft = (): boolean => mine.signal.aborted || signal.aborted || session.get().views.at(-1) !== top;
		try {
			const sources = await look();
			if (isLeft()) return;
			if (sources === undefined) say({text: 'No log can be opened: there is no connection', tone: 'bad'});
			else open(logsNamed(name, sources), name === everyLog ? 'all logs' : undefined);
		} catch (error) {
			if (!isLeft()) say({text: inOneSentence(problemIn(error)), tone: 'bad'});
		}
	};
	return {
		names: () => [...new Set(known.map(source => source.name))],
		open: name => void openNamed(name),
		stop,
	};
};
