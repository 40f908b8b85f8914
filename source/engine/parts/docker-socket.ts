import {orAborted} from '../../streams/or-aborted.ts';
import type {Connection, HostSocket} from '../connection.ts';
import type {Look} from './part.ts';

/** Opens Docker's socket, and closes it again. */
export const lookAtDockerSocket = async (connection: Connection, path: string, signal: AbortSignal): Promise<Look> => {
	const opening = connection.openSocket(path, 'passing');
	try {
		const socket = await orAborted(opening, signal);
		socket.destroy();
		return {
			evidence:
				socket.costly === true
					? `${path}, by the docker command since the SSH server allows no tunnel to it`
					: `${path} opens`,
		};
	} catch (error) {
		void closeLate(opening);
		throw error;
	}
};

const closeLate = async (opening: Promise<HostSocket>): Promise<void> => {
	try {
		(await opening).destroy();
	} catch {
		// It never opened.
	}
};
