import type {Problem} from '../domain/problem.ts';
import type {Reach, Server} from './keep-connected.ts';
import {until} from './wait.ts';

/** The connection there is, or the next one; while there is none, `explain` is told why. Undefined when `signal` aborts first. */
export const nextReach = async (
	server: Pick<Server, 'link' | 'reach'>,
	explain: (problem: Problem) => void,
	signal: AbortSignal,
): Promise<Reach | undefined> => {
	const look = (): void => {
		const link = server.link.get();
		if (link.state === 'down' && server.reach.get() === undefined) explain(link.problem);
	};
	const stop = server.link.subscribe(look);
	look();
	try {
		return await until(server.reach, reach => reach !== undefined, signal);
	} finally {
		stop();
	}
};
