import {chmod, mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {createAccount} from './accounts.ts';
import {attempt, succeed} from './command.ts';
import type {Ended} from './command.ts';
import {startDockerd} from './dockerd.ts';
import type {Dockerd} from './dockerd.ts';
import {jobsFile, servicesFile, writeProject} from './project.ts';
import type {ServiceName} from './project.ts';
import {whatIsMissing} from './requirements.ts';
import {startSshd} from './sshd.ts';
import type {Sshd} from './sshd.ts';

/** The ER-forecast server on this machine: a Docker Engine, an sshd and a compose project, all of its own and real. */
export type RealServer = AsyncDisposable & {
	/** Path of Docker's socket. */
	readonly socket: string;
	/** The project's directory; compose calls the project `er-forecast`. */
	readonly directory: string;
	/** A user who is not root and is in the docker group. */
	readonly user: string;
	/** A user who is not in the docker group. */
	readonly outsider: string;
	readonly ssh: Sshd;
	/** Another sshd to the same users, whose sshd_config starts with these lines. */
	startSshd(...lines: readonly string[]): Promise<Sshd>;
	/** Runs docker as root, past the SSH connection; resolves to what it wrote. */
	docker(...args: readonly string[]): Promise<string>;
	/** Runs `docker compose` on the services file in the project's directory. */
	compose(...args: readonly string[]): Promise<string>;
	/** `docker compose run --build FLAGS JOB`, to its end. */
	runJob(job: string, ...flags: readonly string[]): Promise<Ended>;
	/** The id of a service's container. */
	containerOf(service: ServiceName): Promise<string>;
};

/** Starts all of it, with the five services up. Everything ends and is removed when it is disposed of. */
export const startRealServer = async (): Promise<RealServer> => {
	if (whatIsMissing !== undefined) throw new Error(whatIsMissing);
	await using resources = new AsyncDisposableStack();
	const root = await mkdtemp(path.join(tmpdir(), 'er-'));
	resources.defer(() => rm(root, {recursive: true, force: true}));
	await chmod(root, 0o711); // Its users live below it.

	const dockerd: Dockerd = resources.use(await startDockerd(path.join(root, 'docker')));
	const user = resources.use(await createAccount(root, ['docker']));
	const outsider = resources.use(await createAccount(root, []));
	const ssh = resources.use(await startSshd(path.join(root, 'ssh')));
	const doors: Sshd[] = [];
	resources.defer(async () => {
		await Promise.all(doors.map(door => door[Symbol.asyncDispose]()));
	});

	const directory = path.join(root, 'ER-forecast');
	await writeProject(directory);
	const composeWords = (file: string) => ['--host', `unix://${dockerd.socket}`, 'compose', '--file', file];
	const compose: RealServer['compose'] = (...args) =>
		succeed('docker', [...composeWords(servicesFile), ...args], {cwd: directory});
	await compose('up', '--detach');

	const kept = resources.move();
	return {
		socket: dockerd.socket,
		directory,
		user: user.name,
		outsider: outsider.name,
		ssh,
		async startSshd(...lines) {
			const door = await startSshd(path.join(root, `ssh-${doors.length + 1}`), lines);
			doors.push(door);
			return door;
		},
		docker: dockerd.docker,
		compose,
		runJob: (job, ...flags) =>
			attempt('docker', [...composeWords(jobsFile), 'run', '--build', ...flags, job], {cwd: directory}),
		async containerOf(service) {
			return (await compose('ps', '--all', '--quiet', service)).trim();
		},
		async [Symbol.asyncDispose]() {
			await kept.disposeAsync();
		},
	};
};
