import {lookup} from 'node:dns/promises';
import {once} from 'node:events';
import {connect} from 'node:net';
import {orAborted} from '../../../streams/or-aborted.ts';
import {askDirectly} from './ask-directly.ts';
import {browserPort, portFrom} from './sql-browser.ts';
import type {Way} from './way.ts';

/** Straight from this machine. `udpPort` is that of SQL Browser. */
export const straight = (udpPort = browserPort): Way => ({
	through: undefined,
	async openPort(host, port, signal) {
		const socket = connect({host, port});
		try {
			await once(socket, 'connect', {signal});
			return socket;
		} catch (error) {
			socket.destroy();
			throw error;
		}
	},
	portOf: (server, instance, signal) => portFrom(askDirectly(server, udpPort), instance, signal),
	// The system's own resolver, whose question cannot be taken back: its answer is no longer waited for.
	addressOf: async (server, signal) => (await orAborted(lookup(server), signal)).address,
});

/** For what is configured as `via: direct`. */
export const direct: Way = straight();
