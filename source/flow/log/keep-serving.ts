import {problemIn, type Problem} from '../../domain/problem.ts';
import type {Engine} from '../../engine/engine.ts';
import type {Readable} from '../../store/store.ts';
import {aborted} from '../../streams/aborted.ts';
import {pause} from '../../streams/pause.ts';
import {scopeOf} from '../../streams/scope.ts';
import type {Server} from '../keep-connected.ts';
import {nextReach} from '../next-reach.ts';
import {backOff} from '../wait.ts';

type Options<Wish> = {
	readonly server: Pick<Server, 'link' | 'reach'>;
	/** What is wanted now. Another one ends what is done for the one before. */
	readonly wish: Readable<Wish>;
	/** Does what is wanted, for as long as its signal lasts or until nothing is left to do. */
	serve(wish: Wish, engine: Engine, signal: AbortSignal): Promise<void>;
	/** Is told whatever broke, be it the connection. */
	broke(problem: Problem): void;
	/** Whether all went well until it broke. */
	isLive(): boolean;
	readonly signal: AbortSignal;
};

/** Serves what is wanted over the connection there is and again on each that replaces a lost one. What breaks is tried again, with growing pauses. */
export const keepServing = async <Wish>({server, wish, serve, broke, isLive, signal}: Options<Wish>): Promise<void> => {
	let attempt = 0;
	while (!signal.aborted) {
		const reach = await nextReach(server, broke, signal);
		if (reach === undefined) return;
		const wanted = wish.get();
		using scope = scopeOf(signal, reach.lost);
		const stop = wish.subscribe(() => {
			if (wish.get() !== wanted) scope.abort(undefined);
		});
		try {
			await serve(wanted, reach.engine, scope.signal);
			await aborted(scope.signal);
			attempt = 0;
		} catch (error) {
			if (!scope.signal.aborted) {
				attempt = isLive() ? 1 : attempt + 1;
				broke(problemIn(error));
				await pause(backOff(attempt), scope.signal);
			}
		} finally {
			stop();
		}
		// Streams end quietly with the connection they were read from; what they said last is old from now on.
		if (reach.lost.aborted && !signal.aborted) broke(problemIn(reach.lost.reason));
	}
};
