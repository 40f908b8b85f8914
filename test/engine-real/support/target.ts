import type {Asker} from '../../../source/engine/connection.ts';
import type {SshTarget} from '../../../source/engine/ssh/target.ts';
import type {RealServer} from './real-server.ts';

/** The way to a real server for one of its users, by key, with its host key known. */
export const targetOf = (server: RealServer, {user = server.user, door = server.ssh} = {}): SshTarget => ({
	label: 'er-forecast',
	user,
	host: '127.0.0.1',
	port: door.port,
	hostKeyAlias: undefined,
	identityFiles: [door.identityFile],
	identitiesOnly: true,
	agent: undefined,
	knownHostsFiles: [door.knownHostsFile],
	jump: undefined,
});

/** Nobody is at the keyboard: a question would be a fault. */
export const nobody: Asker = {
	secret: label => Promise.reject(new Error(`asked for ${label}`)),
	trust: host => Promise.reject(new Error(`asked to trust ${host}`)),
};
