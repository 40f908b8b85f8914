import type {HostConfig} from '../config/config.ts';
import type {Server} from '../flow/keep-connected.ts';
import {openDetails, openLog, type LogOptions} from '../flow/open-views.ts';
import {ask, type Deed} from '../flow/perform.ts';
import type {PaneTools} from '../panes/pane.ts';
import type {Flash} from '../store/session.ts';

type Options = {
	readonly host: HostConfig;
	readonly server: Pick<Server, 'reach'>;
	readonly views: LogOptions;
	audit(deed: Deed): Promise<void>;
	say(flash: Flash): void;
};

const busy = (connected: boolean, acting: string | undefined): string | undefined => {
	if (!connected) return 'there is no connection';
	return acting === undefined ? undefined : `${acting} is going on`;
};

/** What every pane may use. It is asked for anew at every key. */
export const createPaneTools = ({host, server, views, audit, say}: Options): (() => PaneTools) => {
	const {session, underWay, now, signal} = views;
	const acting = {session, reach: server.reach.get, audit, signal};
	return () => ({
		host,
		engine: server.reach.get()?.engine,
		busy: busy(server.reach.get() !== undefined, session.get().acting),
		now,
		// Its outcome is awaited at the end, so that it is written down.
		ask: (action, held) => underWay.add(ask(action, {...acting, held})),
		openLog: (sources, place) => openLog(sources, place, views),
		openDetails: (title, watch) => openDetails(title, watch, views),
		say,
	});
};
