import {connect} from 'node:net';
import type {ServerChannel} from 'ssh2';
import type {World} from './docker-engine/world.ts';

type Docker = {readonly world: World; readonly socket: string};

const service = 'com.docker.compose.service';
const oneOff = 'com.docker.compose.oneoff';

/** What the practice server's resolver knows that this machine's does not. */
const addresses: ReadonlyMap<string, string> = new Map([['sql01', '127.0.0.1']]);

const finish = (stream: ServerChannel, code: number): void => {
	stream.exit(code);
	stream.end();
};

/** What goes on over the command's input and output is the Engine's API. */
const dialStdio = (stream: ServerChannel, socket: string): void => {
	const engine = connect(socket);
	engine.on('error', () => finish(stream, 1));
	engine.on('end', () => finish(stream, 0));
	stream.on('close', () => engine.destroy());
	stream.pipe(engine).pipe(stream, {end: false});
};

const servicesNamed = (world: World, names: readonly string[]) =>
	world
		.containers()
		.filter(
			({spec}) => spec.labels[oneOff] === 'False' && (names.length === 0 || names.includes(spec.labels[service] ?? '')),
		);

const restart = async (stream: ServerChannel, world: World, names: readonly string[]): Promise<void> => {
	await Promise.all(
		servicesNamed(world, names).map(async ({id, name}) => {
			stream.stderr.write(` Container ${name}  Restarting\n`);
			await world.restart(id);
			stream.stderr.write(` Container ${name}  Started\n`);
		}),
	);
	finish(stream, 0);
};

const list = (stream: ServerChannel, world: World, names: readonly string[]): void => {
	stream.write('NAME\tSERVICE\tSTATUS\n');
	for (const {name, spec, status} of servicesNamed(world, names))
		stream.write(`${name}\t${spec.labels[service]}\t${status}\n`);
	finish(stream, 0);
};

const compose =
	/^docker compose(?: (?:-f|-p|--file|--project-name|--project-directory) \S+)* (?<verb>restart|ps|run)(?<rest>(?: .*)?)$/;

/**
 * Takes over the commands that need a Docker on the practice server: whether its socket is there, `docker system dial-stdio`, and
 * `docker compose` for `restart` and `ps`; and the question for the address of its SQL Server. False for all others.
 */
export const takeOver =
	({world, socket}: Docker) =>
	(command: string, stream: ServerChannel): boolean => {
		if (command.startsWith('test -S /var/run/docker.sock')) {
			finish(stream, 0);
			return true;
		}
		const [, asked = ''] = /^getent ahosts (\S+)$/.exec(command) ?? [];
		const address = addresses.get(asked);
		if (address !== undefined) {
			stream.write(`${address}       STREAM ${asked}\n`);
			finish(stream, 0);
			return true;
		}
		if (/^docker (?:-H \S+ )?system dial-stdio$/.test(command)) {
			dialStdio(stream, socket);
			return true;
		}
		const {verb, rest = ''} = compose.exec(command)?.groups ?? {};
		const names = rest.split(' ').filter(word => word !== '' && !word.startsWith('-'));
		if (verb === 'restart') {
			restart(stream, world, names).catch(() => finish(stream, 1));
			return true;
		}
		if (verb === 'ps') {
			list(stream, world, names);
			return true;
		}
		// A run goes on by itself, so its command is a process of the host.
		if (verb === 'run' || !command.startsWith('docker ')) return false;
		stream.stderr.write(
			'The practice server knows docker compose restart, docker compose ps and docker compose run alone.\n',
		);
		finish(stream, 1);
		return true;
	};
