import {existsSync} from 'node:fs';
import {homedir} from 'node:os';
import path from 'node:path';

const onPath = (program: string): boolean =>
	[...(process.env['PATH'] ?? '').split(':'), '/usr/sbin', '/sbin'].some(directory =>
		existsSync(path.join(directory, program)),
	);

// Where the docker command looks for its plugins: https://github.com/docker/cli/blob/master/cli-plugins/manager
const pluginDirectories = [
	path.join(homedir(), '.docker/cli-plugins'),
	'/usr/local/lib/docker/cli-plugins',
	'/usr/local/libexec/docker/cli-plugins',
	'/usr/lib/docker/cli-plugins',
	'/usr/libexec/docker/cli-plugins',
];

const needs: ReadonlyArray<readonly [what: string, there: boolean]> = [
	['Linux', process.platform === 'linux'],
	['root', process.getuid?.() === 0],
	['dockerd', onPath('dockerd')],
	['docker', onPath('docker')],
	['docker compose v2', pluginDirectories.some(directory => existsSync(path.join(directory, 'docker-compose')))],
	['sshd', onPath('sshd')],
	['ssh-keygen', onPath('ssh-keygen')],
	['busybox', onPath('busybox')],
	['useradd', onPath('useradd')],
];

const missing = needs.filter(([, there]) => !there).map(([what]) => what);

/** What this machine lacks for a real Docker host behind SSH, in one line; undefined when it has everything. */
export const whatIsMissing: string | undefined =
	missing.length === 0 ? undefined : `no real Docker host can be started here: missing ${missing.join(', ')}`;

/** Where a missing program is a failure instead of a reason to skip. */
const mustBeThere = process.env['CI'] === 'true';

/** Whether what needs something is skipped, given that it is there: no, and not where it must be there either. */
export const skippedWithout = (there: boolean): boolean => !there && !mustBeThere;

/** What needs a real Docker Engine and a real sshd is skipped where those are missing, unless they must be there. */
export const skipped = skippedWithout(whatIsMissing === undefined);
