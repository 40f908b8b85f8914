import type {Connection} from '../connection.ts';
import {runCommand} from './command.ts';
import {createFiles} from './files.ts';
import type {SshHost} from './host.ts';
import {createSockets} from './sockets.ts';
import {openPort} from './tunnels.ts';

/** All that the engine may ask of a host, over one logged-in SSH connection. */
export const connectionTo = (host: SshHost, close: () => void): Connection => ({
	label: host.label,
	run: (...how) => runCommand(host, ...how),
	openSocket: createSockets(host),
	openPort: async (address, port) => openPort(host, address, port),
	...createFiles(host),
	lost: host.lost,
	close,
});
