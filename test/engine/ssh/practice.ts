import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {startSshServer, type SshServer, type SshServerOptions} from '../../../source/demo/ssh-server.ts';
import type {Asker, Chunk, Connection} from '../../../source/engine/connection.ts';
import {dialSsh} from '../../../source/engine/ssh/dial.ts';
import type {SshTarget} from '../../../source/engine/ssh/ssh-target.ts';

/** A directory of its own, gone at the end of the block. */
export const temporaryDirectory = async (): Promise<AsyncDisposable & {readonly path: string}> => {
	const path = await mkdtemp(join(tmpdir(), 'mlops-tui-'));
	return {
		path,
		async [Symbol.asyncDispose]() {
			await rm(path, {recursive: true, force: true});
		},
	};
};

export const password = 'correct horse';

/** Answers every question with the password and trusts nobody, writing down what it was asked. */
export const scripted = (
	answers: Partial<{secrets: Array<string | undefined>; trust: boolean}> = {},
): Asker & {readonly asked: string[]} => {
	const asked: string[] = [];
	const secrets = answers.secrets?.slice();
	return {
		asked,
		async secret(label) {
			asked.push(label);
			return secrets === undefined ? password : secrets.shift();
		},
		async trust(host, keyType, fingerprint) {
			asked.push(`${host} ${keyType} ${fingerprint}`);
			return answers.trust ?? false;
		},
	};
};

export type Practice = AsyncDisposable & {
	readonly server: SshServer;
	readonly root: string;
	readonly target: SshTarget;
	/** Connects, and closes the connection with the rest. */
	dial(target?: Partial<SshTarget>, asker?: Asker): Promise<Connection>;
};

/** A practice server with a directory of its own, and a target that knows its host key. */
export const practice = async (options: Partial<SshServerOptions> = {}): Promise<Practice> => {
	const secret = options.publicKeys === undefined && options.keyboardInteractive === undefined ? {password} : {};
	await using stack = new AsyncDisposableStack();
	const {path} = stack.use(await temporaryDirectory());
	const server = stack.use(await startSshServer({user: 'er', root: path, ...secret, ...options}));
	const knownHosts = join(path, 'known_hosts');
	await writeFile(knownHosts, `${server.hostKeyLine}\n`);
	const target: SshTarget = {
		label: 'er-forecast',
		user: 'er',
		host: server.host,
		port: server.port,
		hostKeyAlias: undefined,
		identityFiles: [],
		identitiesOnly: false,
		agent: undefined,
		knownHostsFiles: [knownHosts],
		jump: undefined,
	};
	const kept = stack.move();
	return {
		server,
		root: path,
		target,
		async dial(changes = {}, asker = scripted()) {
			const connection = await dialSsh({...target, ...changes}, asker, AbortSignal.timeout(15_000));
			kept.defer(() => connection.close());
			return connection;
		},
		[Symbol.asyncDispose]: async () => kept.disposeAsync(),
	};
};

export type Said = {stdout: string; stderr: string; code: number | undefined; signal: string | undefined};

/** All that a command said, and how it ended. */
export const said = async (chunks: AsyncIterable<Chunk>): Promise<Said> => {
	const all: Said = {stdout: '', stderr: '', code: undefined, signal: undefined};
	for await (const chunk of chunks) {
		if (chunk.from === 'exit') Object.assign(all, {code: chunk.code, signal: chunk.signal});
		else all[chunk.from] += Buffer.from(chunk.bytes).toString();
	}

	return all;
};

export const bytesOf = async (chunks: AsyncIterable<Uint8Array>): Promise<Buffer> => {
	const pieces: Uint8Array[] = [];
	for await (const piece of chunks) pieces.push(piece);
	return Buffer.concat(pieces);
};

export const never = new AbortController().signal;
