import type {HostConfig} from '../../../source/config/config.ts';
import {jobsFile, servicesFile} from './project.ts';
import type {RealServer} from './real-server.ts';

/** The config of the ER-forecast server. */
export const hostOf = (server: RealServer): HostConfig => ({
	name: 'er-forecast',
	ssh: `${server.user}@127.0.0.1:${server.ssh.port}`,
	directory: server.directory,
	services: [servicesFile],
	jobs: [jobsFile],
	logs: {training: 'logs/training.log', prediction: 'logs/prediction.log'},
	errors: /ERROR|Exception/,
	schedules: {},
	triggers: {},
	data: [],
	protect: [],
	mask: [],
	readonly: false,
	socket: server.socket,
});
