import {inOneSentence, problemIn} from '../../domain/problem.ts';
import {toRunBefore} from '../../store/log/find.ts';
import type {LogState, Sources} from '../../store/log/state.ts';
import type {Flash} from '../../store/session.ts';
import type {Store} from '../../store/store.ts';
import type {Server} from '../keep-connected.ts';

type Options = {
	readonly log: Store<LogState>;
	readonly server: Pick<Server, 'reach'>;
	open(sources: Sources): void;
	say(flash: Flash): void;
};

/** Opens the run of a job before the one that is shown. The log of a service goes on through its runs: there it goes to the end of the one before. */
export const openRunBefore = async ({log, server, open, say}: Options): Promise<void> => {
	const [source] = log.get().sources;
	if (source.kind === 'service') {
		const way = toRunBefore(log.get());
		if (way === undefined) say({text: 'No start of it above this, as far as it has been read', tone: 'bad'});
		else log.update(way);
		return;
	}
	const reach = server.reach.get();
	if (reach === undefined) {
		say({text: 'The run before cannot be looked up: there is no connection', tone: 'bad'});
		return;
	}
	try {
		const before = await reach.engine.logs.previous(source, reach.lost);
		if (before === undefined) say({text: `There is no run before it of ${source.name}`, tone: 'bad'});
		else open([before]);
	} catch (error) {
		say({text: inOneSentence(problemIn(error)), tone: 'bad'});
	}
};
