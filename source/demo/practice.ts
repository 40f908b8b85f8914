import {randomBytes} from 'node:crypto';
import {mkdir, mkdtemp, rm, utimes, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import ssh2 from 'ssh2';
import type {HostConfig} from '../config/config.ts';
import type {AgePoint} from '../domain/data/age-history.ts';
import type {RunRecord} from '../domain/jobs/run-record.ts';
import type {Workshop} from '../domain/workshop.ts';
import type {SshTarget} from '../engine/ssh/target.ts';
import {startDockerEngine, type DockerEngine} from './docker-engine/docker-engine.ts';
import {createWorld, type World} from './docker-engine/world.ts';
import {
	database,
	dockerSocket,
	name,
	practiceConfig,
	procedures,
	sqlHost,
	sqlPort,
	sqlUser,
} from './practice-config.ts';
import {installDocker} from './docker-command/client.ts';
import {startDockerCommand} from './docker-command/server.ts';
import {takeOver} from './practice-shell.ts';
import {freeBeds} from './scenario/beds.ts';
import {posixTimeZone, timeZone} from './scenario/clock-times.ts';
import {findScenario} from './scenario/find.ts';
import {furnish, type Furnishing} from './scenario/furnish.ts';
import {keepSchedule} from './scenario/keep-schedule.ts';
import {startSqlServer, type PracticeSqlServer} from './sql-server/server.ts';
import {startSshServer, type SshFaults, type SshServer} from './ssh-server.ts';
import {createWorkshop} from './workshop.ts';

/** A whole server to practise on, on this machine's loopback alone: how to reach it, and the parts of it. */
export type Practice = AsyncDisposable & {
	/** As the config would have it. */
	readonly host: HostConfig;
	readonly target: SshTarget;
	/** The directory of its project, real files. */
	readonly directory: string;
	readonly world: World;
	readonly docker: DockerEngine;
	readonly sql: PracticeSqlServer;
	/** What is remembered of its checks, by name: the ages seen in the last weeks. */
	readonly ages: Readonly<Record<string, readonly AgePoint[]>>;
	/** What is remembered of the runs of its jobs whose containers were removed since. */
	readonly runs: RunRecord;
	/** What can be broken in it, one thing at a time. */
	readonly workshop: Workshop;
	/** `faults` are those it was started with, and may be changed at any time. */
	readonly ssh: SshServer & {readonly faults: SshFaults};
};

const writeFiles = async (directory: string, files: Furnishing['files']): Promise<void> => {
	await Promise.all(
		files.map(async ({path, text, writtenAt}) => {
			const file = join(directory, path);
			await mkdir(dirname(file), {recursive: true});
			await writeFile(file, text);
			if (writtenAt !== undefined) await utimes(file, writtenAt, writtenAt);
		}),
	);
};

type Options = {
	/** The clock of the whole server. */
	readonly now?: () => Date;
	/** How many milliseconds pass for each one that its containers take for what they do: 0.1 is ten times as fast. */
	readonly pace?: number;
	/** Whether its jobs start when they are due. Default true. */
	readonly scheduled?: boolean;
};

/** Builds it part by part, each with its own end put on `ends` before the next is begun. */
const build = async (
	scenarioName: string,
	{now = () => new Date(), pace = 1, scheduled = true}: Options,
	ends: Array<() => unknown>,
): Promise<Omit<Practice, typeof Symbol.asyncDispose>> => {
	const scenario = findScenario(scenarioName);
	const place = await mkdtemp(join(tmpdir(), 'mlops-tui-'));
	// What was left going on there may still write down that it has ended.
	ends.push(() => rm(place, {recursive: true, force: true, maxRetries: 10, retryDelay: 50}));
	const home = join(place, 'home');
	const directory = join(home, 'ER-forecast');
	const {containers, files, patients, ages, runs, runOf, ...schedule} = furnish(scenario, {now: now(), directory});
	await writeFiles(directory, files);

	const world = createWorld({now, pace, host: {name, cpus: 16, memory: 64 * 1024 ** 3}});
	ends.push(() => world[Symbol.dispose]());
	for (const {spec, past} of containers) world.create(spec, past);
	if (scheduled) {
		const scheduler = keepSchedule({...schedule, world, directory, now});
		ends.push(() => scheduler[Symbol.asyncDispose]());
	}
	const commands = join(place, 'docker-command.sock');
	const bin = join(place, 'bin');
	await installDocker(bin, commands);
	const command = await startDockerCommand(commands, {world, directory, pace, now, runOf});
	ends.push(() => command[Symbol.asyncDispose]());
	const docker = await startDockerEngine({socket: join(place, 'docker.sock'), world});
	ends.push(() => docker[Symbol.asyncDispose]());

	const patientsProcedure = `${database}.${procedures.patients}`;
	const password = randomBytes(18).toString('base64url');
	const sql = await startSqlServer({
		databases: [database],
		login: {user: sqlUser, password},
		procedures: {[patientsProcedure]: patients, [`${database}.${procedures.beds}`]: freeBeds},
		situated: [patientsProcedure],
		now,
		timeZone,
		certificateNames: [sqlHost],
	});
	ends.push(() => sql[Symbol.asyncDispose]());

	const keys = ssh2.utils.generateKeyPairSync('ecdsa', {bits: 256});
	const faults: SshFaults = {};
	const ssh = await startSshServer({
		user: 'user',
		publicKeys: [keys.public],
		root: home,
		exec: takeOver(docker),
		env: {TZ: posixTimeZone, PATH: `${bin}:${process.env['PATH'] ?? ''}`},
		sockets: {[dockerSocket]: docker.socket},
		ports: {[`${sqlHost}:${sqlPort}`]: sql.port},
		faults,
	});
	ends.push(() => ssh[Symbol.asyncDispose]());

	const identity = join(place, 'id_ecdsa');
	const knownHosts = join(place, 'known_hosts');
	const caFile = join(place, 'sql-ca.pem');
	await writeFile(identity, keys.private, {mode: 0o600});
	// By its name rather than its port, which is another one each time.
	await writeFile(knownHosts, `${name} ${ssh.hostKey.type} ${ssh.hostKey.public}\n`, {mode: 0o600});
	await writeFile(caFile, sql.certificate);

	return {
		host: practiceConfig({directory, password, caFile}),
		target: {
			label: `user@${name}`,
			user: 'user',
			host: ssh.host,
			port: ssh.port,
			hostKeyAlias: name,
			identityFiles: [identity],
			identitiesOnly: true,
			agent: undefined,
			knownHostsFiles: [knownHosts],
			jump: undefined,
		},
		directory,
		world,
		docker,
		sql,
		ages: {patients: ages},
		runs,
		workshop: createWorkshop(sql),
		ssh: Object.assign(ssh, {faults}),
	};
};

/**
 * Starts the practice server of a scenario, the first one for an empty name. Throws a `ProblemError` for a name that there is not.
 * Disposing ends it and leaves nothing behind, as does a failure on the way.
 */
export const startPractice = async (scenario: string, options: Options = {}): Promise<Practice> => {
	const ends: Array<() => unknown> = [];
	const end = async (): Promise<void> => {
		const failures: unknown[] = [];
		for (const one of ends.splice(0).toReversed()) {
			try {
				await one();
			} catch (error) {
				failures.push(error);
			}
		}
		if (failures.length > 0) throw new AggregateError(failures, 'The practice server did not end cleanly');
	};
	try {
		return {...(await build(scenario, options, ends)), [Symbol.asyncDispose]: end};
	} catch (error) {
		await end();
		throw error;
	}
};
