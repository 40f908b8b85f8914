import {logsNamed} from '../../domain/log-names.ts';
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
	open(sources: Sources): void;
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

	const openNamed = async (name: string): Promise<void> => {
		try {
			const sources = await look();
			if (sources === undefined) say({text: 'No log can be opened: there is no connection', tone: 'bad'});
			else open(logsNamed(name, sources));
		} catch (error) {
			if (!signal.aborted) say({text: inOneSentence(problemIn(error)), tone: 'bad'});
		}
	};
	return {
		names: () => [...new Set(known.map(source => source.name))],
		open: name => void openNamed(name),
		stop,
	};
};
