import {isIP} from 'node:net';
import type {Connection} from '../../connection.ts';
import {sh} from '../../host/shell.ts';
import {runToEnd} from '../../ssh/run-to-end.ts';
import type {Way} from './way.ts';

/** How `getent` says that there is no such name; any other failure is its own. https://man7.org/linux/man-pages/man1/getent.1.html */
const notFound = 2;

/** Asks the host's own resolver, which is the one that its SSH server opens ports with. Where there is no `getent`, nothing is known. */
export const addressFrom =
	({run}: Pick<Connection, 'run'>): Way['addressOf'] =>
	async (server, signal) => {
		if (isIP(server) !== 0) return server;
		// No name begins with a hyphen, but an option does.
		const known = !server.startsWith('-');
		const {code, stdout} = known
			? await runToEnd(run(sh`getent ahosts ${server}`, signal, {use: 'passing'}))
			: {code: notFound, stdout: ''};
		if (code === notFound) throw Object.assign(new Error(`getent knows no ${server}`), {code: 'ENOTFOUND'});
		const [address = ''] = stdout.trim().split(/\s/, 1);
		return code === 0 && isIP(address) !== 0 ? address : undefined;
	};
