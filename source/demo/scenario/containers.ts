import type {ContainerSpec} from '../docker-engine/container.ts';
import {digest, specOf} from '../docker-engine/container.ts';
import type {Entry} from '../docker-engine/log-book.ts';
import {momentOf} from '../docker-engine/moment.ts';
import type {Past} from '../docker-engine/world.ts';
import {grafana} from './grafana.ts';
import {minio} from './minio.ts';
import {mlflow} from './mlflow.ts';
import {postgres} from './postgres.ts';
import {prometheus} from './prometheus.ts';
import {lineAt, lineText, type JobRun} from './run.ts';
import {day, hour, second, type Fall} from './scenario.ts';
import type {ServiceSheet} from './service-sheet.ts';

export type PastContainer = {readonly spec: ContainerSpec; readonly past: Past};

export const project = 'er-forecast';

/** In the order compose started them. */
export const serviceSheets: readonly ServiceSheet[] = [prometheus, minio, postgres, mlflow, grafana];

const composeVersion = '2.26.1';

/** How far back the logs of the services go. */
const remembered = 12 * hour;

/** The labels as compose 2.26 writes them. */
const labels = (
	service: string,
	image: string,
	files: {readonly directory: string; readonly file: string},
	rest: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> => ({
	'com.docker.compose.config-hash': digest(`config ${service}`),
	'com.docker.compose.container-number': '1',
	'com.docker.compose.depends_on': '',
	'com.docker.compose.image': `sha256:${digest(`image ${image}`)}`,
	'com.docker.compose.oneoff': 'False',
	'com.docker.compose.project': project,
	'com.docker.compose.project.config_files': `${files.directory}/${files.file}`,
	'com.docker.compose.project.working_dir': files.directory,
	'com.docker.compose.service': service,
	'com.docker.compose.version': composeVersion,
	...rest,
});

const specOfService = (sheet: ServiceSheet, directory: string): ContainerSpec =>
	specOf({
		name: `${project}-${sheet.name}-1`,
		image: sheet.image,
		command: sheet.command,
		labels: labels(
			sheet.name,
			sheet.image,
			{directory, file: 'docker-compose.services.yml'},
			{'com.docker.compose.depends_on': sheet.dependsOn},
		),
		environment: sheet.environment,
		ports: sheet.ports,
		network: `${project}_default`,
		restartPolicy: 'always',
		healthCheck: sheet.healthCheck,
		load: sheet.load,
		behaviour: {
			starting: sheet.starting.map(line => ({...line, from: sheet.writesTo})),
			stopping: {...sheet.stopping, exitCode: 0},
			ending: undefined,
			...(sheet.chatter && {chatter: sheet.chatter}),
		},
	});

/** What the service has said until `end`, with its last words if it fell. */
const pastLog = ({chatter, writesTo}: ServiceSheet, end: Date, fall: Fall | undefined): readonly Entry[] => {
	const last = fall === undefined ? [] : fall.lastWords;
	const lines: Entry[] = [];
	if (chatter !== undefined) {
		const step = chatter.wasEvery;
		const until = end.getTime() - last.length * second;
		const first = Math.ceil((until - remembered) / step);
		for (let count = first; count * step < until; count += 1) {
			const at = new Date(count * step);
			lines.push({at: momentOf(at), from: writesTo, text: chatter.says(at, count)});
		}
	}
	for (const [index, words] of last.entries()) {
		const at = new Date(end.getTime() - (last.length - index) * second);
		lines.push({at: momentOf(at), from: writesTo, text: words(at)});
	}
	return lines;
};

/** A service as it is `now`, up for twelve days or fallen. */
export const serviceContainer = (
	sheet: ServiceSheet,
	fall: Fall | undefined,
	{now, directory}: {readonly now: Date; readonly directory: string},
): PastContainer => {
	const startedAt = new Date(now.getTime() - 12 * day - 3 * hour);
	const end = fall === undefined ? undefined : new Date(now.getTime() - fall.ago);
	return {
		spec: specOfService(sheet, directory),
		past: {
			createdAt: momentOf(new Date(startedAt.getTime() - second)),
			startedAt: momentOf(startedAt),
			end: fall && end && {at: momentOf(end), exitCode: fall.exitCode},
			log: pastLog(sheet, end ?? now, fall),
		},
	};
};

/** The container that `docker compose run` makes for a run, which goes as it says when it is started. */
export const specOfRun = (run: JobRun, directory: string): ContainerSpec => {
	const slug = digest(`${run.job} ${run.startedAt.getTime()}`);
	const image = `${project}-${run.job}`;
	return specOf({
		name: `${project}-${run.job}-run-${slug.slice(0, 12)}`,
		image,
		command: ['python', '-m', `flows.${run.job}_flow`],
		labels: labels(
			run.job,
			image,
			{directory, file: 'docker-compose.jobs.yml'},
			{'com.docker.compose.oneoff': 'True', 'com.docker.compose.slug': slug},
		),
		environment: ['MLFLOW_TRACKING_URI=http://mlflow:5000'],
		network: `${project}_default`,
		load: {cpu: 0.9, memory: 640 * 1024 ** 2},
		behaviour: {
			starting: run.lines.map(line => ({after: line.after, text: at => lineText(line, at), from: 'stderr'})),
			stopping: {says: [], takes: 100, exitCode: 143},
			ending: {after: run.took, exitCode: run.exitCode},
		},
	});
};

/** A run of a job that is over. */
export const runContainer = (run: JobRun, directory: string): PastContainer => ({
	spec: specOfRun(run, directory),
	past: {
		createdAt: momentOf(new Date(run.startedAt.getTime() - 300)),
		startedAt: momentOf(run.startedAt),
		end: {at: momentOf(new Date(run.startedAt.getTime() + run.took)), exitCode: run.exitCode},
		log: run.lines.map((line, index) => {
			const at = lineAt(run.startedAt, line);
			// Lines of one millisecond keep their order by a nanosecond each.
			return {at: momentOf(at) + BigInt(index), from: 'stderr', text: lineText(line, at)};
		}),
	},
});
