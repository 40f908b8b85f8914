import type {Connection} from '../../connection.ts';
import {sh} from '../../host/shell.ts';
import {askers, exits, programs} from './askers.ts';
import {instancesIn, notRunning, type Ask} from './sql-browser.ts';
import {NoBrowserError} from './way.ts';

/** Most bytes read of what a program writes, where an answer is one datagram. */
const most = 65_536;

/**
 * Has the host ask, since UDP does not pass SSH: with the first of its programs that can. `host` is an address, or a name without signs that
 * mean something to a program; `through` is what people call the one that asks.
 */
export const askFrom =
	({run}: Pick<Connection, 'run'>, through: string, host: string, port: number): Ask =>
	async (question, signal) => {
		// Of backslashes and digits alone, which `printf` makes bytes of.
		const escaped = Array.from(question, byte => `\\${byte.toString(8).padStart(3, '0')}`).join('');
		const command = `${sh`set -- ${[host, String(port), escaped, ...programs]}`}\n${askers}`;
		let said = Buffer.alloc(0);
		for await (const chunk of run(command, signal, {use: 'passing'})) {
			if (chunk.from === 'stdout') said = Buffer.concat([said, chunk.bytes]);
			else if (chunk.from === 'exit') throwUnlessAsked(chunk.code, said, through);
			if (said.length > most || instancesIn(said) !== undefined) break;
		}
		return said;
	};

const throwUnlessAsked = (code: number | undefined, said: Buffer, through: string): void => {
	if (code === exits.asked) return;
	if (code === exits.refused) throw notRunning();
	if (code === exits.failed) throw new Error(said.toString().trim());
	throw new NoBrowserError(`${through} has no program to ask it with (python3, perl, bash, socat or nc)`);
};
