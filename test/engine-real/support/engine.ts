import type {HostConfig} from '../../../source/config/config.ts';
import type {Connection} from '../../../source/engine/connection.ts';
import {createEngine} from '../../../source/engine/create-engine.ts';
import type {Engine, Visible} from '../../../source/engine/engine.ts';
import {dialSsh} from '../../../source/engine/ssh/dial.ts';
import {hostOf} from './host.ts';
import type {RunHistory} from '../../../source/engine/run-history.ts';
import type {RealServer} from './real-server.ts';
import {nobody, targetOf} from './target.ts';

export type OpenEngine = Disposable & {readonly engine: Engine; readonly connection: Connection};

/** Which user goes through which door, what the config says otherwise, and where runs are kept. */
export type To = Parameters<typeof targetOf>[1] & {
	readonly host?: Partial<HostConfig>;
	readonly runHistory?: RunHistory;
};

/** Dials the server as a user who is not root, and closes the connection when disposed of. */
export const openEngine = async (server: RealServer, {host = {}, runHistory, ...to}: To = {}): Promise<OpenEngine> => {
	const connection = await dialSsh(targetOf(server, to), nobody, new AbortController().signal);
	const engine = createEngine(
		connection,
		{...hostOf(server), ...host},
		{heartbeat: 1000, now: () => new Date(), ...(runHistory && {runHistory})},
	);
	return {engine, connection, [Symbol.dispose]: () => connection.close()};
};

/** No row is on the screen, so nothing is measured. */
export const noneVisible: Visible = {get: () => [], subscribe: () => () => {}};
