import type {Connection} from '../../connection.ts';
import {addressFrom} from './address-from.ts';
import {direct} from './direct.ts';
import {NoBrowserError, type Way} from './way.ts';

/** From the host, over the connection to it. `name` is what people call it, undefined for the machine the console runs on. */
export const throughHost = (connection: Pick<Connection, 'openPort' | 'run'>, name: string | undefined): Way => ({
	through: name,
	openPort: (host, port) => connection.openPort(host, port),
	portOf: async () => {
		throw new NoBrowserError('it is not asked yet');
	},
	addressOf: name === undefined ? direct.addressOf : addressFrom(connection),
});
