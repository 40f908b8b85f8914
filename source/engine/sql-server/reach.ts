import type {Duplex} from 'node:stream';
import type {DataConfig} from '../../config/config.ts';
import {orAborted} from '../../streams/or-aborted.ts';
import {codesWithin, errorsWithin} from './explain/errors-within.ts';
import type {Way} from './way/way.ts';

/** How far the way to SQL Server has come: what is being asked for, and what is known by then. */
export type Reach = {
	readonly part: 'name' | 'instance' | 'port';
	/** Undefined where nobody could tell. */
	readonly address: string | undefined;
	/** Undefined while only SQL Browser knows it. */
	readonly port: number | undefined;
};

const unknownName: ReadonlySet<string> = new Set(['ENOTFOUND', 'EAI_AGAIN']);

/**
 * Opens the port of SQL Server: its name first, then the port of its instance where there is one, then TCP. The name is asked for only to
 * tell it apart from the port, so anything but that it is unknown is no reason to stop.
 *
 * @param known what was found the last time, not to be asked for again
 * @throws whatever `way` threw
 */
export const reach = async (
	{server, port: configured, instance}: DataConfig,
	way: Way,
	signal: AbortSignal,
	listener: (reach: Reach) => void,
	known?: Reach,
): Promise<Duplex> => {
	let address = known?.address;
	let port = known?.port ?? (instance === undefined ? configured : undefined);
	if (known === undefined) {
		listener({part: 'name', address, port});
		try {
			address = await orAborted(way.addressOf(server, signal), signal);
		} catch (error) {
			signal.throwIfAborted();
			if (codesWithin(errorsWithin([error])).some(code => unknownName.has(code))) throw error;
		}
	}
	if (port === undefined) {
		listener({part: 'instance', address, port});
		port = await orAborted(way.portOf(server, instance ?? '', signal), signal);
	}
	listener({part: 'port', address, port});
	const opening = way.openPort(server, port, signal);
	// One that opens after we stopped waiting has nobody else to close it.
	void closedIfLate(opening, signal);
	return orAborted(opening, signal);
};

const closedIfLate = async (opening: Promise<Duplex>, signal: AbortSignal): Promise<void> => {
	try {
		const stream = await opening;
		if (signal.aborted) stream.destroy();
	} catch {
		// Whoever waits for it hears why.
	}
};
