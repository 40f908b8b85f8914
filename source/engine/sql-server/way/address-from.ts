import {isIP} from 'node:net';
import type {Connection} from '../../connection.ts';
import {sh} from '../../host/shell.ts';
import {runToEnd} from '../../ssh/run-to-end.ts';
import type {Way} from './way.ts';

/** How `getent` says that there is no such name; any other failure is its own. https://man7.org/linux/man-pages/man1/getent.1.html */
const notFound = 2;

/** No name of a machine has other signs, and some of these mean something to the programs that are given it: options, paths. */
const plain = /^[\p{L}\p{N}_][\p{L}\p{N}_.-]*$/u;

const unknown = (): Error => Object.assign(new Error('Name or service not known'), {code: 'ENOTFOUND'});

/** Asks the host's own resolver, which is the one that its SSH server opens ports with. Where there is no `getent`, nothing is known. */
export const addressFrom =
	({run}: Pick<Connection, 'run'>): Way['addressOf'] =>
	async (server, signal) => {
		if (isIP(server) !== 0) return server;
		if (!plain.test(server)) throw unknown();
		const {code, stdout} = await runToEnd(run(sh`getent ahosts ${server}`, signal, {use: 'passing'}));
		if (code === notFound) throw unknown();
		const [address = ''] = stdout.trim().split(/\s/, 1);
		return code === 0 && isIP(address) !== 0 ? address : undefined;
	};
