import {CausedError} from '../../domain/host-cause.ts';
import {orAborted} from '../../streams/or-aborted.ts';
import type {Connection, HostSocket} from '../connection.ts';
import {runToEnd} from '../ssh/run-to-end.ts';
import type {Look} from './part.ts';

/** Opens Docker's socket, and closes it again. Where there is none, it looks for where it is instead. */
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
		if (signal.aborted || !(error instanceof CausedError) || error.reason !== 'socket') throw error;
		const next = await whereElse(connection, path, signal).catch(() => undefined);
		throw next === undefined ? error : new CausedError('socket', {...error.problem, next}, {cause: error});
	}
};

const closeLate = async (opening: Promise<HostSocket>): Promise<void> => {
	try {
		(await opening).destroy();
	} catch {
		// It never opened.
	}
};

// Where Docker listens by itself, rootless and in a desktop, and what Podman has in its place.
// https://docs.docker.com/engine/security/rootless/tips/#client
const search = `for socket in /var/run/docker.sock "/run/user/$(id -u)/docker.sock" "$HOME/.docker/run/docker.sock" \\
	"$HOME/.docker/desktop/docker.sock" "/run/user/$(id -u)/podman/podman.sock" /run/podman/podman.sock; do
	test -S "$socket" && { printf '%s' "$socket"; exit 0; }
done
for daemon in /usr/bin/dockerd /usr/sbin/dockerd /usr/local/bin/dockerd; do test -x "$daemon" && exit 0; done
command -v dockerd >/dev/null || exit 1`;

/** What to do where Docker's socket is missing; undefined where the host does not say. */
const whereElse = async ({run, label}: Connection, path: string, signal: AbortSignal): Promise<string | undefined> => {
	const {code, stdout} = await runToEnd(run(search, signal));
	if (stdout.startsWith('/') && stdout !== path)
		return `set \`docker: {socket: ${stdout}}\` in the config: there it is`;
	if (code === 0) return 'start Docker there (`sudo systemctl start docker`)';
	return code === 1 ? `install Docker on ${label}, or name the host that has it in the config` : undefined;
};
