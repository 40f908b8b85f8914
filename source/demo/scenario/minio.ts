import {second} from './scenario.ts';
import type {ServiceSheet} from './service-sheet.ts';

export const minio: ServiceSheet = {
	name: 'minio',
	image: 'minio/minio:RELEASE.2024-05-10T01-41-38Z',
	command: ['minio', 'server', '/data', '--console-address', ':9001'],
	ports: [{container: 9000, host: 9000}, {container: 9001}],
	environment: ['MINIO_ROOT_USER=mlflow', 'MINIO_ROOT_PASSWORD=practice'],
	dependsOn: '',
	healthCheck: {
		command: 'curl -fs http://localhost:9000/minio/health/live',
		interval: 30 * second,
		healthyAfter: 3 * second,
	},
	load: {cpu: 0.02, memory: 158 * 1024 ** 2},
	writesTo: 'stdout',
	starting: [
		{after: 400, text: 'MinIO Object Storage Server'},
		{after: 401, text: 'Version: RELEASE.2024-05-10T01-41-38Z (go1.22.3 linux/amd64)'},
		{after: 900, text: 'API: http://172.18.0.3:9000  http://127.0.0.1:9000'},
		{after: 901, text: 'WebUI: http://172.18.0.3:9001 http://127.0.0.1:9001'},
		{after: 902, text: 'Status:         1 Online, 0 Offline.'},
	],
	stopping: {says: ['INFO: Exiting on signal: TERMINATED'], takes: 200},
	chatter: undefined,
};
