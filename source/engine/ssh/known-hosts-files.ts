import {appendFile, mkdir, readFile} from 'node:fs/promises';
import {dirname} from 'node:path';
import type {KnownHostsFile} from './known-hosts.ts';

/** The files that exist and may be read, in order. */
export const readKnownHosts = async (paths: readonly string[]): Promise<readonly KnownHostsFile[]> => {
	const files = await Promise.all(
		paths.map(async path =>
			readFile(path, 'utf8').then(
				text => [{path, text}],
				() => [],
			),
		),
	);
	return files.flat();
};

/** Adds a line to a known_hosts file, which is made for this user alone when it is not there. */
export const rememberHost = async (path: string, line: string): Promise<void> => {
	await mkdir(dirname(path), {recursive: true, mode: 0o700});
	const before = await readFile(path, 'utf8').catch(() => '');
	const glue = before === '' || before.endsWith('\n') ? '' : '\n';
	await appendFile(path, `${glue}${line}\n`, {mode: 0o600});
};
