import {join} from 'node:path';
import {once} from 'node:events';
import {createServer} from 'node:net';
import {expect, test} from 'vitest';
import {lookAtDockerSocket} from '../../../source/engine/parts/docker-socket.ts';
import {lookAtShell} from '../../../source/engine/parts/shell.ts';
import {never, practice, temporaryDirectory} from '../ssh/practice.ts';

test('a socket that lies in the home directory is found where the config names another', async () => {
	await using place = await temporaryDirectory();
	await using host = await practice({
		// What other machines have at the usual places is not to be found here.
		exec(command, stream) {
			if (!command.includes('/var/run/docker.sock')) return false;
			stream.write(join(place.path, '.docker/run/docker.sock'));
			stream.exit(81);
			stream.end();
			return true;
		},
	});
	const connection = await host.dial();
	await expect(lookAtDockerSocket(connection, '/no/such.sock', never)).rejects.toMatchObject({
		reason: 'socket',
		problem: {
			why: 'there is no socket at /no/such.sock',
			next: `set \`docker: {socket: ${place.path}/.docker/run/docker.sock}\` in the config: there it is`,
		},
	});
});

test('a socket that opens is closed again', async () => {
	await using place = await temporaryDirectory();
	const path = join(place.path, 'docker.sock');
	const closed = Promise.withResolvers<void>();
	const server = createServer(socket => {
		socket.resume();
		socket.on('error', () => {});
		socket.once('close', () => closed.resolve());
	});
	server.listen(path);
	await once(server, 'listening');
	await using host = await practice({sockets: {'/var/run/docker.sock': path}});
	const connection = await host.dial();
	await expect(lookAtDockerSocket(connection, '/var/run/docker.sock', never)).resolves.toEqual({
		evidence: '/var/run/docker.sock opens',
	});
	await closed.promise;
	server.close();
	await once(server, 'close');
});

test('a shell that runs nothing is told by what it says', async () => {
	await using host = await practice({
		exec(_command, stream) {
			stream.write('This account is currently\tnot available.\n');
			stream.exit(1);
			stream.end();
			return true;
		},
	});
	const connection = await host.dial();
	await expect(lookAtShell(connection, never)).rejects.toMatchObject({
		reason: 'shell',
		problem: {why: 'its shell says `This account is currently not available.` whatever it is asked'},
	});
});

test('a shell that answers says on what', async () => {
	await using host = await practice();
	const connection = await host.dial();
	await expect(lookAtShell(connection, never)).resolves.toEqual({evidence: expect.stringMatching(/^sh answers on \S/)});
});
