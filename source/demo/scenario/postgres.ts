import {between, createRandom, seedOf, wholeBetween} from './random.ts';
import {minute, second} from './scenario.ts';
import type {ServiceSheet} from './service-sheet.ts';

const log = (at: Date, message: string): string =>
	`${at.toISOString().slice(0, 23).replace('T', ' ')} UTC [1] LOG:  ${message}`;

const checkpoint = (at: Date, count: number): string => {
	if (count % 2 === 0) return log(at, 'checkpoint starting: time');
	const random = createRandom(seedOf(at));
	const buffers = wholeBetween(random, 12, 90);
	const took = between(random, 1, 9).toFixed(3);
	return log(
		at,
		`checkpoint complete: wrote ${buffers} buffers (${(buffers / 163.84).toFixed(1)}%); 0 WAL file(s) added, 0 removed, 0 recycled; write=${took} s, sync=0.011 s, total=${took} s`,
	);
};

export const postgres: ServiceSheet = {
	name: 'postgres',
	image: 'postgres:15-alpine',
	command: ['postgres'],
	ports: [{container: 5432, host: 5432}],
	environment: ['POSTGRES_USER=mlflow', 'POSTGRES_PASSWORD=practice', 'POSTGRES_DB=mlflow'],
	dependsOn: '',
	healthCheck: {command: 'pg_isready -U mlflow', interval: 10 * second, healthyAfter: 2 * second},
	load: {cpu: 0.03, memory: 96 * 1024 ** 2},
	writesTo: 'stderr',
	starting: [
		{after: 300, text: at => log(at, 'starting PostgreSQL 15.7 on x86_64-pc-linux-musl, 64-bit')},
		{after: 310, text: at => log(at, 'listening on IPv4 address "0.0.0.0", port 5432')},
		{after: 700, text: at => log(at, 'database system is ready to accept connections')},
	],
	stopping: {
		says: [
			at => log(at, 'received smart shutdown request'),
			at => log(at, 'shutting down'),
			at => log(at, 'database system is shut down'),
		],
		takes: 300,
	},
	chatter: {every: 2 * minute, wasEvery: 5 * minute, says: checkpoint},
};
