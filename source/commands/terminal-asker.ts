import {createInterface} from 'node:readline/promises';
import {Writable} from 'node:stream';
import {printable} from '../domain/printable.ts';
import type {Asker} from '../engine/connection.ts';

type Terminal = {readonly input: NodeJS.ReadStream; readonly output: NodeJS.WriteStream};

/** Reads one line. The question is written by us, so that what is typed can stay unseen. */
const readLine = async ({input, output}: Terminal, question: string, echo: boolean, signal: AbortSignal) => {
	const unseen = new Writable({write: (_chunk, _encoding, done) => done()});
	const reader = createInterface({input, output: echo ? output : unseen, terminal: true});
	// The reader draws its own line anew, and would wipe out what stands in it.
	if (!echo) output.write(question);
	try {
		return await reader.question(echo ? question : '', {signal});
	} catch {
		return undefined; // Ctrl-C or the signal: they declined.
	} finally {
		reader.close();
		if (!echo) output.write('\n');
	}
};

/** Asks a question of which the answer may be seen. Resolves to undefined where they declined, and without a terminal. */
export const terminalQuestion =
	(terminal: Terminal) =>
	async (question: string, signal: AbortSignal): Promise<string | undefined> =>
		terminal.input.isTTY && terminal.output.isTTY ? readLine(terminal, question, true, signal) : undefined;

/** Asks on the terminal of a command; without a terminal nobody can answer, and everything is declined. */
export const terminalAsker = (terminal: Terminal): Asker => {
	const canAsk = terminal.input.isTTY && terminal.output.isTTY;
	return {
		secret: async (label, echo, signal) =>
			canAsk ? readLine(terminal, `${printable(label)}: `, echo, signal) : undefined,
		trust: async (host, keyType, fingerprint, signal) => {
			if (!canAsk) return false;
			const question = `${printable(`${host} was never seen before. Its key is ${keyType} ${fingerprint}`)}\nTrust it and write it to known_hosts? (yes/no) `;
			return (await readLine(terminal, question, true, signal))?.trim().toLowerCase() === 'yes';
		},
	};
};
