import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';

/** What FreeTDS calls: no TLS, TLS for the login alone, TLS for everything. */
export type Encryption = 'off' | 'request' | 'require';

/** How FreeTDS finds a server on loopback by the name `practice`: what a client of it needs in its environment, while it runs. */
export const freetds = async ({port}: {readonly port: number}, encryption: Encryption) => {
	const directory = await mkdtemp(path.join(tmpdir(), 'freetds-'));
	const config = path.join(directory, 'freetds.conf');
	const entry = ['[practice]', 'host = 127.0.0.1', `port = ${port}`, 'tds version = 7.4', `encryption = ${encryption}`];
	await writeFile(config, `${entry.join('\n')}\n`);
	return {
		env: {...process.env, FREETDSCONF: config, LC_ALL: 'C.UTF-8', TZ: 'UTC'},
		[Symbol.asyncDispose]: () => rm(directory, {recursive: true}),
	};
};
