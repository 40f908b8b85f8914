import {randomBytes} from 'node:crypto';
import {mkdir} from 'node:fs/promises';
import path from 'node:path';
import {attempt, succeed} from './command.ts';

export type Account = AsyncDisposable & {readonly name: string; readonly home: string};

/** A new user of this machine who logs in by key alone, with a home below `directory`. Removed when disposed of. */
export const createAccount = async (directory: string, groups: readonly string[]): Promise<Account> => {
	const name = `er-${randomBytes(4).toString('hex')}`;
	const home = path.join(directory, 'home', name);
	await mkdir(path.dirname(home), {recursive: true});
	const membership = groups.length === 0 ? [] : ['--groups', groups.join(',')];
	await succeed('useradd', ['--create-home', '--home-dir', home, '--shell', '/bin/sh', ...membership, name]);
	// A new account is locked, and sshd refuses keys too for a locked one; `*` matches no password but is not a lock.
	await succeed('usermod', ['--password', '*', name]);
	return {
		name,
		home,
		async [Symbol.asyncDispose]() {
			await attempt('userdel', ['--force', name]);
		},
	};
};
