import type {Taker} from '../flow/log/take-along.ts';
import {openRunBefore} from '../flow/log/run-before.ts';
import type {Server} from '../flow/keep-connected.ts';
import type {LogContext} from '../keys/log.ts';
import type {Place, Sources} from '../store/log/state.ts';
import type {Flash, Session, View} from '../store/session.ts';
import type {Store} from '../store/store.ts';

export type LogContextOptions = {
	readonly session: Store<Session>;
	readonly server: Pick<Server, 'reach'>;
	readonly taker: Taker;
	openLog(sources: Sources, place: Place): void;
	say(flash: Flash): void;
};

/** What the keys of a log act on. */
export const logContext = (
	{log, guard, left}: Extract<View, {kind: 'log'}>,
	back: () => void,
	{session, server, taker, openLog, say}: LogContextOptions,
): LogContext => ({
	session,
	log,
	openAround: spot => openLog(log.get().sources, {around: spot}),
	openRunBefore: () => void openRunBefore({log, server, say, left, open: sources => openLog(sources, 'end')}),
	copy: () => taker.copy(log),
	save: () => taker.save(log),
	page: () => taker.page(log),
	isSaving: taker.isSaving,
	stopSaving: taker.stopSaving,
	say,
	isGuarded: () => guard?.holds() ?? false,
	back: () => (guard?.holds() ? guard.ask(back) : back()),
});
