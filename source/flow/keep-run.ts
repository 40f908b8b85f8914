import {inOneSentence, problemIn} from '../domain/problem.ts';
import type {StartedRun} from '../domain/jobs/started-run.ts';
import type {Flash} from '../store/session.ts';
import {pause} from '../streams/pause.ts';
import {scopeOf} from '../streams/scope.ts';
import type {Reach, Server} from './keep-connected.ts';
import type {Deed} from './perform.ts';
import {until} from './wait.ts';

type Options = {
	readonly server: Pick<Server, 'reach'>;
	/** Hears what it comes to. */
	say(flash: Flash): void;
	/** Hears which container it runs in, once it does. */
	madeContainer(id: string): void;
	/** Writes down how it ended; left out for a run that somebody else has started. */
	audit?(deed: Deed): Promise<void>;
	readonly signal: AbortSignal;
};

const isUp = (reach: Reach | undefined): reach is Reach => reach !== undefined && !reach.lost.aborted;

/** Milliseconds until a run is looked at again when that failed over a connection that is up. */
const rest = 2000;

/** Watches a run until it is over, on the connection there is and on each that replaces a lost one. Resolves then, or when `signal` aborts. */
export const keepRun = async (run: StartedRun, {server, say, madeContainer, audit, signal}: Options): Promise<void> => {
	let outcome = `${run.job} was going on when it was no longer watched`;
	let isOver = false;
	while (!signal.aborted && !isOver) {
		const reach = await until(server.reach, isUp, signal);
		if (reach === undefined) break;
		using scope = scopeOf(signal, reach.lost);
		try {
			for await (const seen of reach.engine.runs.watch(run, scope.signal)) {
				say(seen.outcome);
				if (seen.containerId !== undefined) madeContainer(seen.containerId);
				if (!seen.isOver) continue;
				outcome = seen.outcome.text;
				isOver = true;
			}
		} catch (error) {
			if (scope.signal.aborted) continue;
			say({text: `${run.job}: ${inOneSentence(problemIn(error))}`, tone: 'bad'});
			await pause(rest, scope.signal);
		}
	}
	try {
		await audit?.({command: run.command, outcome});
	} catch (error) {
		say({text: `${outcome} · ${inOneSentence(problemIn(error))}`, tone: 'bad'});
	}
};
