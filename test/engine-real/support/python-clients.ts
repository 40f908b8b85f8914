import {spawn, spawnSync} from 'node:child_process';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {json, text} from 'node:stream/consumers';
import {fileURLToPath} from 'node:url';
import type {PracticeSqlServer} from '../../../source/demo/sql-server/server.ts';
import {login} from '../../demo/sql-server/support.ts';
import {freetds, type Encryption} from './freetds.ts';

export type Client = 'pymssql' | 'pytds';

// Debian's own: its modules are not there for a Python of a version manager.
const python = '/usr/bin/python3';
const script = fileURLToPath(new URL('python-clients.py', import.meta.url));

/** Whether this Python module is there. */
export const hasModule = (module: string): boolean => spawnSync(python, ['-c', `import ${module}`]).status === 0;

/** `with` are values by their places; those of Python that JSON lacks are named, as in `{decimal: '1.5'}`. */
export type Step =
	| {readonly query: string; readonly with?: readonly unknown[]}
	| {readonly call: string; readonly with: readonly unknown[]; readonly rows?: boolean}
	| {readonly end: 'commit' | 'rollback'};

/** What a client made of each step; of the first alone when it was not let in. */
export const ask = async (
	client: Client,
	server: Pick<PracticeSqlServer, 'port' | 'certificate'>,
	steps: readonly Step[],
	{
		encryption = 'off',
		timeout = 10,
		patience = 10,
		...settings
	}: {
		readonly encryption?: Encryption;
		/** Seconds for a request. */
		readonly timeout?: number;
		/** Seconds for the login, which pytds tries again until they are over. */
		readonly patience?: number;
		readonly password?: string;
		readonly database?: string;
	} = {},
): Promise<unknown> => {
	await using config = await freetds(server, encryption);
	const directory = await mkdtemp(path.join(tmpdir(), 'python-client-'));
	try {
		const ca = path.join(directory, 'ca.pem');
		await writeFile(ca, server.certificate);
		const child = spawn(python, [script], {env: config.env});
		const asked = {
			client,
			port: server.port,
			database: 'ER',
			...login,
			...settings,
			encryption,
			timeout,
			patience,
			ca,
			steps,
		};
		child.stdin.end(JSON.stringify(asked));
		const complained = text(child.stderr);
		return await json(child.stdout).catch(async () => {
			throw new Error(`${client} ended without an answer: ${await complained}`);
		});
	} finally {
		await rm(directory, {recursive: true});
	}
};
