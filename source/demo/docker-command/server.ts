import {once} from 'node:events';
import {createServer, type Socket} from 'node:net';
import {createInterface} from 'node:readline';
import {runJob, type Host} from './run-job.ts';

const unknown = 'The practice server knows docker compose restart, docker compose ps and docker compose run alone.\n';

const isWords = (value: unknown): value is readonly string[] =>
	Array.isArray(value) && value.every(word => typeof word === 'string');

/** One command: its words come first, then `stop` when it is asked to end. */
const serve = (socket: Socket, host: Host, ending: AbortSignal): void => {
	const stopped = new AbortController();
	const tell = (said: {readonly out: string} | {readonly err: string} | {readonly exit: number}): void =>
		void (socket.writable && socket.write(`${JSON.stringify(said)}\n`));
	const run = async (line: string): Promise<void> => {
		const words: unknown = JSON.parse(line);
		const signal = AbortSignal.any([stopped.signal, ending]);
		const caller = {out: (out: string) => tell({out}), err: (err: string) => tell({err}), signal};
		const code = isWords(words) ? await runJob(words, host, caller) : undefined;
		if (code === undefined) tell({err: unknown});
		tell({exit: code ?? 1});
	};
	let isKnown = false;
	socket.on('error', () => {});
	socket.on('close', () => stopped.abort());
	createInterface({input: socket}).on('line', line => {
		if (isKnown) stopped.abort();
		else
			run(line)
				.catch(() => tell({exit: 1}))
				.finally(() => socket.end());
		isKnown = true;
	});
};

/** Answers the command `docker` of the practice server, wherever that was started from. */
export const startDockerCommand = async (path: string, host: Host): Promise<AsyncDisposable> => {
	const ending = new AbortController();
	const sockets = new Set<Socket>();
	const server = createServer({allowHalfOpen: true}, socket => {
		sockets.add(socket);
		socket.once('close', () => sockets.delete(socket));
		serve(socket, host, ending.signal);
	});
	server.listen(path);
	await once(server, 'listening');
	return {
		async [Symbol.asyncDispose]() {
			ending.abort();
			for (const socket of sockets) socket.destroy();
			server.close();
			await once(server, 'close');
		},
	};
};
