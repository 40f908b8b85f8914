import {homedir, hostname} from 'node:os';
import {join} from 'node:path';
import {userDirectory, type Environment} from '../config/directories.ts';
import {fileName} from './file-name.ts';

export type HostPlace = {readonly name: string; readonly ssh: string | undefined};

/**
 * Where something of a host is kept below the user's directory for state (`$XDG_STATE_HOME`): `mlops-tui/WHAT/HOST`. HOST is the name of the
 * host and where it is, so that two servers of one name have two.
 */
export const hostDirectory = (what: string, environment: Environment, {name, ssh}: HostPlace): string =>
	join(
		userDirectory('XDG_STATE_HOME', environment, homedir()),
		what,
		`${fileName(name)}+${fileName(ssh ?? hostname())}`,
	);
