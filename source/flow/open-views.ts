import {problemIn} from '../domain/problem.ts';
import type {LogSource} from '../domain/log.ts';
import type {Engine, Place} from '../engine/engine.ts';
import {appended, emptyLog, lost} from '../store/log-view.ts';
import {atStart} from '../store/scroll.ts';
import {closedTop, opened, type Details, type Section, type Session, type View} from '../store/session.ts';
import {createStore, type Store} from '../store/store.ts';
import type {Server} from './keep-connected.ts';
import {until} from './wait.ts';

type Options = {readonly session: Store<Session>; readonly server: Pick<Server, 'reach'>; readonly signal: AbortSignal};

/** Runs `read` on the connection there is and again on each that replaces a lost one; what else ends it is told to `broke`. */
const onReach = async (
	{server, signal}: Options,
	closing: AbortSignal,
	read: (engine: Engine, signal: AbortSignal) => Promise<void>,
	broke: (error: unknown) => void,
): Promise<void> => {
	const over = AbortSignal.any([signal, closing]);
	for (let again = true; again && !over.aborted;) {
		const reach = await until(server.reach, value => value !== undefined, over);
		if (reach === undefined) return;
		try {
			await read(reach.engine, AbortSignal.any([over, reach.lost]));
		} catch (error) {
			if (!over.aborted && !reach.lost.aborted) broke(error);
		}
		// Streams end quietly with the connection they were read from.
		again = reach.lost.aborted;
		if (again && !over.aborted) broke(reach.lost.reason);
	}
};

/** Opens a log on top of what is on the screen, and reads it until it is closed. */
export const openLog = (source: LogSource, place: Place, options: Options): void => {
	const closing = new AbortController();
	const log = createStore(emptyLog(place === 'end' ? undefined : place.around.position));
	options.session.update(opened({kind: 'log', title: source.name, log, close: () => closing.abort()}));
	void onReach(
		options,
		closing.signal,
		async (engine, signal) => {
			for await (const {lines, omitted} of engine.logs.open(source, place, signal))
				log.update(appended(lines, omitted));
		},
		error => log.update(lost(problemIn(error))),
	);
};

/** Opens details on top of what is on the screen, and keeps them true until they are closed. */
export const openDetails = (
	title: string,
	watch: (engine: Engine, signal: AbortSignal) => AsyncIterable<readonly Section[]>,
	options: Options,
): void => {
	const closing = new AbortController();
	const details = createStore<Details>({status: 'waiting', sections: [], problem: undefined});
	const scroll = createStore(atStart);
	options.session.update(opened({kind: 'details', title, details, scroll, close: () => closing.abort()}));
	void onReach(
		options,
		closing.signal,
		async (engine, signal) => {
			for await (const sections of watch(engine, signal)) {
				details.update(() => ({status: 'live', sections, problem: undefined}));
			}
		},
		error => details.update(before => ({...before, status: 'broken', problem: problemIn(error)})),
	);
};

/** Closes what lies on top and ends what feeds it. */
export const closeView = (session: Store<Session>, view: View): void => {
	view.close();
	session.update(closedTop);
};
