import {once} from 'node:events';
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import {containerRoutes} from './container-routes.ts';
import {answerJson} from './exchange.ts';
import {Refusal} from './refusal.ts';
import {apiVersion, engineVersion, oldestApiVersion, systemRoutes} from './system-routes.ts';
import type {World} from './world.ts';

/** What goes wrong on purpose. Both switches may be turned at any time and hold for requests from then on. */
export type Faults = {
	/** Requests whose path (without version and query) matches are never answered. */
	hang: RegExp | undefined;
	/** Every request is answered with a server error. */
	status500: boolean;
	/** Breaks every connection there is; new ones are served. */
	drop(): void;
};

export type DockerEngine = AsyncDisposable & {readonly socket: string; readonly world: World; readonly faults: Faults};

const routes = [...systemRoutes, ...containerRoutes];

/** Minor versions of `1.x`; the Engine knows no others. */
const minor = (version: string): number => Number(version.split('.')[1]);

const checkVersion = (version: string | undefined): void => {
	if (version === undefined) return;
	if (!version.startsWith('1.') || minor(version) > minor(apiVersion))
		throw new Refusal(400, `client version ${version} is too new. Maximum supported API version is ${apiVersion}`);
	if (minor(version) < minor(oldestApiVersion))
		throw new Refusal(
			400,
			`client version ${version} is too old. Minimum supported API version is ${oldestApiVersion}, please upgrade your client to a newer version`,
		);
};

/**
 * Serves a world as the Docker Engine API 1.41 on a unix socket that does not exist yet. Disposing breaks all connections and
 * removes the socket; the world lives on.
 */
export const startDockerEngine = async ({
	socket,
	world,
}: {
	readonly socket: string;
	readonly world: World;
}): Promise<DockerEngine> => {
	const faults: Faults = {hang: undefined, status500: false, drop: () => server.closeAllConnections()};

	const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
		const url = new URL(request.url ?? '/', 'http://docker');
		const {version, path = '/'} = /^(?:\/v(?<version>\d+\.\d+))?(?<path>\/.*)$/.exec(url.pathname)?.groups ?? {};
		if (faults.hang?.test(path) === true) return;
		if (faults.status500) throw new Refusal(500, 'error while reading from the containerd socket');
		checkVersion(version);
		const method = request.method === 'HEAD' ? 'GET' : request.method;
		for (const route of routes) {
			const match = route.method === method ? route.path.exec(path) : null;
			if (match === null) continue;
			const gone = new AbortController();
			response.once('close', () => gone.abort());
			await route.handle({
				world,
				request,
				response,
				query: url.searchParams,
				reference: decodeURIComponent(match[1] ?? ''),
				signal: gone.signal,
			});
			return;
		}
		throw new Refusal(404, 'page not found');
	};

	const server = createServer((request, response) => {
		request.resume();
		response.setHeader('Api-Version', apiVersion);
		response.setHeader('Docker-Experimental', 'false');
		response.setHeader('Ostype', 'linux');
		response.setHeader('Server', `Docker/${engineVersion} (linux)`);
		answer(request, response).catch((error: unknown) => {
			if (response.headersSent) {
				response.destroy();
				return;
			}
			const status = error instanceof Refusal ? error.status : 500;
			answerJson(response, status, {message: error instanceof Error ? error.message : String(error)});
		});
	});
	// The Engine lets idle connections be.
	server.keepAliveTimeout = 0;
	server.listen(socket);
	await once(server, 'listening');

	return {
		socket,
		world,
		faults,
		async [Symbol.asyncDispose]() {
			const closed = once(server, 'close');
			server.close();
			server.closeAllConnections();
			await closed;
		},
	};
};
