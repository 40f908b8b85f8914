import type {Connection} from '../../connection.ts';
import {addressFrom} from './address-from.ts';
import {askFrom} from './ask-from.ts';
import {straight} from './direct.ts';
import {browserPort, portFrom} from './sql-browser.ts';
import type {Way} from './way.ts';

/**
 * From the host, over the connection to it. `name` is what people call it, undefined for the machine the console runs on. `udpPort` is that
 * of SQL Browser.
 */
export const throughHost = (
	connection: Pick<Connection, 'openPort' | 'run'>,
	name: string | undefined,
	udpPort = browserPort,
): Way => {
	const openPort: Way['openPort'] = (host, port) => connection.openPort(host, port);
	if (name === undefined) return {...straight(udpPort), openPort};
	const addressOf = addressFrom(connection);
	return {
		through: name,
		openPort,
		addressOf,
		async portOf(server, instance, signal) {
			const host = (await addressOf(server, signal)) ?? server;
			return portFrom(askFrom(connection, name, host, udpPort), instance, signal);
		},
	};
};
