import {accessTime} from './clock-times.ts';
import {createRandom, seedOf, wholeBetween} from './random.ts';
import {minute, second} from './scenario.ts';
import type {ServiceSheet} from './service-sheet.ts';

const gunicorn = (at: Date, message: string): string =>
	`[${at.toISOString().slice(0, 19).replace('T', ' ')} +0000] [1] [INFO] ${message}`;

const requests = [
	['GET /health', 2, 'curl/7.88.1'],
	['POST /api/2.0/mlflow/runs/search', 18_214, 'mlflow-python-client/2.14.1'],
	['GET /api/2.0/mlflow/registered-models/get-latest-versions?name=er-forecast', 911, 'mlflow-python-client/2.14.1'],
	['GET /ajax-api/2.0/mlflow/experiments/search?max_results=25', 1402, 'Mozilla/5.0'],
] as const;

const access = (at: Date, count: number): string => {
	const random = createRandom(seedOf(at, count));
	const [what, size, agent] = requests[count % 2 === 0 ? 0 : wholeBetween(random, 0, 3)] ?? requests[0];
	return `172.18.0.1 - - [${accessTime(at)}] "${what} HTTP/1.1" 200 ${size} "-" "${agent}"`;
};

export const mlflow: ServiceSheet = {
	name: 'mlflow',
	image: 'ghcr.io/mlflow/mlflow:v2.14.1',
	command: [
		'mlflow',
		'server',
		'--host',
		'0.0.0.0',
		'--backend-store-uri',
		'postgresql://mlflow@postgres/mlflow',
		'--artifacts-destination',
		's3://mlflow',
	],
	ports: [{container: 5000, host: 5050}],
	environment: ['MLFLOW_S3_ENDPOINT_URL=http://minio:9000'],
	dependsOn: 'minio:service_healthy:false,postgres:service_healthy:false',
	healthCheck: {command: 'curl -fs http://localhost:5000/health', interval: 30 * second, healthyAfter: 6 * second},
	load: {cpu: 0.07, memory: 412 * 1024 ** 2},
	writesTo: 'stderr',
	starting: [
		{after: 1200, text: at => gunicorn(at, 'Starting gunicorn 22.0.0')},
		{after: 1210, text: at => gunicorn(at, 'Listening at: http://0.0.0.0:5000 (1)')},
		{after: 1220, text: at => gunicorn(at, 'Using worker: sync')},
		{after: 1400, text: at => gunicorn(at, 'Booting worker with pid: 9')},
	],
	stopping: {
		says: [at => gunicorn(at, 'Handling signal: term'), at => gunicorn(at, 'Shutting down: Master')],
		takes: 600,
	},
	chatter: {every: 4 * second, wasEvery: minute, says: access},
};
