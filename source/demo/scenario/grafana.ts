import {between, createRandom, seedOf} from './random.ts';
import {minute, second} from './scenario.ts';
import type {ServiceSheet} from './service-sheet.ts';

/** Grafana writes the time after the name of the logger: `logger=server t=2026-11-20T05:00:44.123Z level=info msg="…"`. */
export const grafanaSays =
	(line: string) =>
	(at: Date): string =>
		line.replace(' ', ` t=${at.toISOString()} `);

export const grafana: ServiceSheet = {
	name: 'grafana',
	image: 'grafana/grafana:10.4.2',
	command: ['/run.sh'],
	ports: [{container: 3000, host: 3000}],
	environment: [],
	dependsOn: 'prometheus:service_started:false',
	healthCheck: {
		command: 'wget -q --spider http://localhost:3000/api/health',
		interval: 15 * second,
		healthyAfter: 4 * second,
	},
	load: {cpu: 0.04, memory: 121 * 1024 ** 2},
	writesTo: 'stdout',
	starting: [
		{
			after: 300,
			text: grafanaSays('logger=settings level=info msg="Starting Grafana" version=10.4.2 commit=701c851be7a3'),
		},
		{after: 700, text: grafanaSays('logger=sqlstore level=info msg="Connecting to DB" dbtype=sqlite3')},
		{after: 1100, text: grafanaSays('logger=migrator level=info msg="migrations completed" performed=0 skipped=562')},
		{after: 1900, text: grafanaSays('logger=plugin.store level=info msg="Plugins loaded" count=55 duration=412.1ms')},
		{
			after: 2600,
			text: grafanaSays(
				'logger=http.server level=info msg="HTTP Server Listen" address=[::]:3000 protocol=http subUrl=',
			),
		},
	],
	stopping: {
		says: [grafanaSays('logger=server level=info msg="Shutdown started" reason="System signal: terminated"')],
		takes: 400,
	},
	chatter: {
		every: minute,
		wasEvery: 10 * minute,
		says(at) {
			const took = between(createRandom(seedOf(at)), 9, 31).toFixed(2);
			return grafanaSays(`logger=cleanup level=info msg="Completed cleanup jobs" duration=${took}ms`)(at);
		},
	},
};
