import {expect, test} from 'vitest';
import type {HostConfig} from '../../../source/config/config.ts';
import {specOf} from '../../../source/demo/docker-engine/container.ts';
import {assess, type Service} from '../../../source/domain/service.ts';
import {ProblemError} from '../../../source/domain/problem.ts';
import type {Seen, Visible} from '../../../source/engine/engine.ts';
import {createJobFiles} from '../../../source/engine/compose/declared.ts';
import {fileProblem} from '../../../source/engine/host/explain-host.ts';
import {createServices} from '../../../source/engine/services/services.ts';
import {createStore} from '../../../source/store/store.ts';
import {labels, never, runLabels, startPractice, until} from '../docker/practice.ts';

type Practice = Awaited<ReturnType<typeof startPractice>>;

const servicesOf = ({docker, connection, containers, clocks}: Practice, host: HostConfig) =>
	createServices({
		docker,
		connection,
		host,
		containers,
		clocks,
		jobFiles: createJobFiles(host, {containers, connection}),
	});

/** Docker measures once a second, and it takes two samples. */
const patience = {timeout: 10_000};

const restartedAfter = (service: string) => ({'com.docker.compose.depends_on': `${service}:service_started:true`});

const nothing: Visible = {get: () => [], subscribe: () => () => {}};

const seenBy = (
	practice: Practice,
	host: HostConfig,
	wanted: (seen: Seen<Service>) => boolean = () => true,
): Promise<Seen<Service>> => until(signal => servicesOf(practice, host).watch(nothing, signal), wanted);

const states = ({rows}: Seen<Service>) => Object.fromEntries(rows.map(row => [row.name, row.state]));

test('the services are the containers of compose, but neither runs of jobs nor the services of the jobs files', async () => {
	await using practice = await startPractice();
	await practice.write(
		'services.yml',
		'name: er\nservices: {mlflow: {}, minio: {}, debug: {profiles: [debug]}, off: {scale: 0}}',
	);
	await practice.write('jobs.yml', 'name: er\nservices: {training: {}, prediction: {}}');
	practice.up('mlflow');
	practice.up('training');
	practice.world.create(specOf({name: 'run', labels: runLabels('prediction')}));
	practice.world.create(specOf({name: 'plain'}));
	practice.up('elsewhere', {labels: labels('web', {'com.docker.compose.project': 'other'})});
	const seen = await seenBy(practice, practice.host({services: ['services.yml'], jobs: ['jobs.yml']}));
	expect(seen.problems).toEqual([]);
	expect(seen.rows.map(({key, state}) => [key, state])).toEqual([
		['er/debug/1', 'not created'],
		['er/minio/1', 'not created'],
		['er/mlflow/1', 'running'],
		['other/web/1', 'running'],
	]);
	expect(seen.rows.map(row => assess(row).status)).toEqual(['ok', 'critical', 'ok', 'ok']);
});

test('a declared service becomes a running one once it is created, and a change of the file is seen then', async () => {
	await using practice = await startPractice();
	await practice.write('services.yml', 'name: er\nservices: {mlflow: {}}');
	const host = practice.host({services: ['services.yml']});
	const over = new AbortController();
	const seen: Array<Seen<Service>> = [];
	const watching = (async () => {
		for await (const one of servicesOf(practice, host).watch(nothing, over.signal)) seen.push(one);
	})();
	const newest = () => states(seen.at(-1) ?? {rows: [], problems: []});
	await expect.poll(newest).toEqual({mlflow: 'not created'});
	await practice.write('services.yml', 'name: er\nservices: {mlflow: {}, minio: {}}');
	practice.up('mlflow');
	await expect.poll(newest).toEqual({minio: 'not created', mlflow: 'running'});
	over.abort();
	await watching;
});

test('an exited service says with what, since when, and that it was the memory', async () => {
	await using practice = await startPractice();
	const id = practice.up('mlflow', {restartPolicy: 'always', ports: [{container: 5000, host: 5050}]});
	practice.world.die(id, 137, {outOfMemory: true});
	const {rows} = await seenBy(practice, practice.host());
	expect(rows).toMatchObject([
		{
			key: 'er/mlflow/1',
			state: 'exited',
			exitCode: 137,
			outOfMemory: true,
			restarts: 0,
			restartPolicy: 'always',
			since: expect.any(Date),
			health: 'none',
			containerId: id,
			workingDirectory: '/srv/er',
			configFiles: ['/srv/er/docker-compose.yml'],
		},
	]);
});

test('of the two containers of a service that is being re-created the running one is the service', async () => {
	await using practice = await startPractice();
	const old = practice.up('api');
	practice.world.rename(old, '0123456789ab_er-api-1');
	const replacement = practice.world.create(specOf({name: 'er-api-1', labels: labels('api')}));
	const services = servicesOf(practice, practice.host());
	const shown = (id: string) =>
		until(
			signal => services.watch(nothing, signal),
			({rows}) => rows[0]?.containerId === id,
		);
	expect((await shown(old)).rows).toHaveLength(1);
	practice.world.die(old, 143);
	expect((await shown(replacement)).rows).toMatchObject([{key: 'er/api/1', state: 'created'}]);
	practice.world.remove(old);
	practice.world.start(replacement);
	await until(
		signal => services.watch(nothing, signal),
		({rows}) => rows[0]?.state === 'running',
	);
});

test('the files that the labels name are read where the config names none', async () => {
	await using practice = await startPractice();
	await practice.write('compose.yml', 'services: {api: {}, db: {}}');
	const made = (files: string) =>
		labels('api', {
			'com.docker.compose.project.config_files': files,
			'com.docker.compose.project.working_dir': practice.directory,
		});
	practice.up('api', {labels: made('compose.yml')});
	expect(states(await seenBy(practice, practice.host()))).toEqual({api: 'running', db: 'not created'});
});

test('a labelled file that is gone is nobody’s problem, since nobody asked for it', async () => {
	await using practice = await startPractice();
	practice.up('api');
	expect(await seenBy(practice, practice.host())).toMatchObject({rows: [{name: 'api'}], problems: []});
});

test('a labelled file that may not be read is a problem, since what it declares is not known', async () => {
	await using practice = await startPractice();
	practice.up('api');
	const {connection} = practice;
	const closed: typeof connection = {
		...connection,
		async *readFile(path, range, signal) {
			yield* connection.readFile(path, {...range, end: 0}, signal);
			throw new ProblemError(fileProblem('this machine', path, 'EACCES'));
		},
	};
	expect(await seenBy({...practice, connection: closed}, practice.host())).toMatchObject({
		rows: [{name: 'api'}],
		problems: [
			{
				what: 'Cannot read /srv/er/docker-compose.yml on this machine',
				why: 'this user may not read it',
			},
		],
	});
});

test('a compose file that is missing or does not parse is a problem beside the running containers', async () => {
	await using practice = await startPractice();
	practice.up('api');
	await practice.write('broken.yml', 'services:\n\tapi: x\n');
	const {rows, problems} = await seenBy(practice, practice.host({services: ['broken.yml', 'missing.yml']}));
	expect(rows).toMatchObject([{name: 'api', state: 'running'}]);
	expect(problems).toMatchObject([
		{why: expect.stringMatching(/missing\.yml|does not exist/)},
		{
			what: `Cannot read the compose file ${practice.directory}/broken.yml`,
			why: 'Tabs are not allowed as indentation at line 2, column 1',
		},
	]);
});

test('included files are read, and files that include each other come to an end', async () => {
	await using practice = await startPractice();
	await practice.write('a.yml', 'name: er\ninclude: [b.yml]\nservices: {a: {}}');
	await practice.write('b.yml', 'include: [{path: a.yml}]\nservices: {b: {}}');
	expect(states(await seenBy(practice, practice.host({services: ['a.yml']})))).toEqual({
		a: 'not created',
		b: 'not created',
	});
});

test('CPU and memory are measured for the visible rows alone', async () => {
	await using practice = await startPractice();
	practice.up('mlflow');
	practice.up('grafana');
	const services = servicesOf(practice, practice.host());
	const keys = createStore<readonly string[]>(['er/mlflow/1']);
	const visible: Visible = {get: keys.get, subscribe: keys.subscribe};
	const over = new AbortController();
	let measured: readonly string[] = [];
	const watching = (async () => {
		for await (const {rows} of services.watch(visible, over.signal)) {
			measured = rows.filter(({usage}) => usage !== undefined).map(({name}) => name);
		}
	})();
	await expect.poll(() => measured, patience).toEqual(['mlflow']);
	keys.update(() => ['er/grafana/1']);
	await expect.poll(() => measured, patience).toEqual(['grafana']);
	keys.update(() => []);
	await expect.poll(() => measured, patience).toEqual([]);
	over.abort();
	await watching;
	await expect.poll(() => practice.open.size).toBeLessThanOrEqual(4);
});

test('what is restarted with a service is known, also by way of others', async () => {
	await using practice = await startPractice();
	practice.up('db');
	practice.up('api', {labels: labels('api', restartedAfter('db'))});
	practice.up('web', {labels: labels('web', restartedAfter('api'))});
	practice.up('log', {labels: labels('log', {'com.docker.compose.depends_on': 'db:service_started:false'})});
	const {rows} = await seenBy(practice, practice.host());
	expect(Object.fromEntries(rows.map(({name, restartedWith}) => [name, restartedWith]))).toEqual({
		api: ['web'],
		db: ['api', 'web'],
		log: [],
		web: [],
	});
});

test('a container is described, and so is a service that has none', async () => {
	await using practice = await startPractice();
	await practice.write('services.yml', 'name: er\nservices: {mlflow: {}, minio: {image: minio}}');
	practice.up('mlflow');
	const host = practice.host({services: ['services.yml']});
	const {rows} = await seenBy(practice, host);
	const [missing, running] = await Promise.all(rows.map(row => servicesOf(practice, host).describe(row, never)));
	expect(running).toContainEqual({what: 'service', value: 'mlflow'});
	expect(missing).toContainEqual({what: 'image', value: 'minio'});
	practice.world.remove('er-mlflow-1', {force: true});
	const removed = await Promise.all(rows.slice(1).map(row => servicesOf(practice, host).describe(row, never)));
	expect(removed).toEqual([[{what: 'state', value: 'its container was removed'}]]);
});
