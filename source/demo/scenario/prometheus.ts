import {digest} from '../docker-engine/container.ts';
import {hour, minute} from './scenario.ts';
import type {ServiceSheet} from './service-sheet.ts';

const log = (at: Date, line: string): string => `ts=${at.toISOString()} ${line}`;
const says = (line: string) => (at: Date) => log(at, line);

export const prometheus: ServiceSheet = {
	name: 'prometheus',
	image: 'prom/prometheus:v2.52.0',
	command: ['/bin/prometheus', '--config.file=/etc/prometheus/prometheus.yml'],
	ports: [{container: 9090, host: 9090}],
	environment: [],
	dependsOn: '',
	healthCheck: undefined,
	load: {cpu: 0.05, memory: 310 * 1024 ** 2},
	writesTo: 'stderr',
	starting: [
		{after: 200, text: says('caller=main.go:617 level=info msg="Starting Prometheus Server" version="2.52.0"')},
		{after: 600, text: says('caller=head.go:703 level=info component=tsdb msg="Replaying WAL, this may take a while"')},
		{after: 1600, text: says('caller=main.go:1114 level=info msg="TSDB started"')},
		{after: 1800, text: says('caller=main.go:1129 level=info msg="Server is ready to receive web requests."')},
	],
	stopping: {
		says: [
			says('caller=main.go:964 level=warn msg="Received SIGTERM, exiting gracefully..."'),
			says('caller=main.go:1213 level=info msg="See you next time!"'),
		],
		takes: 300,
	},
	chatter: {
		every: 30 * minute,
		wasEvery: 2 * hour,
		says: (at, count) =>
			log(
				at,
				`caller=compact.go:576 level=info component=tsdb msg="write block" ulid=${digest(`block ${count} ${at.getTime()}`).slice(0, 26).toUpperCase()} duration=812.4ms`,
			),
	},
};
