import {mkdir, symlink, copyFile, chmod} from 'node:fs/promises';
import path from 'node:path';
import {attempt, succeed} from './command.ts';
import {startDaemon} from './daemon.ts';

/** A Docker Engine of its own, beside any other on this machine. */
export type Dockerd = AsyncDisposable & {
	/** Path of its socket, which the `docker` group may use. */
	readonly socket: string;
	/** Runs the docker command against it; resolves to what it wrote to stdout. */
	docker(...args: readonly string[]): Promise<string>;
};

/** The name of the only image there is: busybox, with a `python` that runs `flows/x.sh` when asked for `-m flows.x`. */
export const baseImage = 'mlops/base:1';

const applets = ['sh', 'cat', 'date', 'echo', 'false', 'mkdir', 'sleep', 'tail', 'tee', 'test', 'true', 'yes'];

const importBase = async (directory: string, docker: Dockerd['docker']): Promise<void> => {
	const root = path.join(directory, 'rootfs');
	const bin = path.join(root, 'bin');
	await mkdir(bin, {recursive: true});
	await mkdir(path.join(root, 'tmp'));
	const busybox = (await succeed('sh', ['-c', 'command -v busybox'])).trim();
	await copyFile(busybox, path.join(bin, 'busybox'));
	await chmod(path.join(bin, 'busybox'), 0o755);
	for (const applet of applets) await symlink('busybox', path.join(bin, applet));
	const archive = path.join(directory, 'rootfs.tar');
	await succeed('tar', ['-C', root, '-cf', archive, '.']);
	await docker('import', archive, baseImage);
};

/** Starts dockerd with everything below `directory` and imports the base image, for there is no registry to pull from. */
export const startDockerd = async (directory: string): Promise<Dockerd> => {
	await mkdir(directory);
	const socket = path.join(directory, 'docker.sock');
	const address = `unix://${socket}`;
	const docker: Dockerd['docker'] = (...args) => succeed('docker', ['--host', address, ...args]);
	const daemon = await startDaemon(
		'dockerd',
		[
			['--host', address, '--group', 'docker', '--bridge', 'none'],
			['--data-root', path.join(directory, 'data'), '--exec-root', path.join(directory, 'exec')],
			['--pidfile', path.join(directory, 'dockerd.pid')],
			['--iptables=false', '--ip6tables=false', '--userland-proxy=false'],
		].flat(),
		path.join(directory, 'dockerd.log'),
		async () => (await attempt('docker', ['--host', address, 'version'])).code === 0,
	);
	await importBase(directory, docker);
	return {
		socket,
		docker,
		async [Symbol.asyncDispose]() {
			const containers = (await docker('ps', '--all', '--quiet')).split('\n').filter(id => id !== '');
			if (containers.length > 0) await attempt('docker', ['--host', address, 'rm', '--force', ...containers]);
			await daemon.stop(15_000);
		},
	};
};
