import {expect, test} from 'vitest';
import type {Outcome} from '../../../source/domain/action.ts';
import {ProblemError} from '../../../source/domain/problem.ts';
import type {Service} from '../../../source/domain/service.ts';
import {createJobFiles} from '../../../source/engine/compose/declared.ts';
import {restart} from '../../../source/engine/restart/restart.ts';
import {createServices} from '../../../source/engine/services/services.ts';
import {all, labels, never, startPractice, until} from '../docker/practice.ts';

type Practice = Awaited<ReturnType<typeof startPractice>>;

const healthCheck = {command: 'true', interval: 60_000, healthyAfter: 1000};
const ending = (exitCode: number) => ({
	starting: [],
	stopping: {says: [], takes: 50, exitCode: 0},
	ending: {after: 3000, exitCode},
});

/** The rows of the services named, as the screen has them. */
const rows = async ({docker, connection, containers, clocks, host}: Practice, ...names: readonly string[]) => {
	const jobFiles = createJobFiles(host(), {containers, connection});
	const services = createServices({docker, connection, host: host(), containers, clocks, jobFiles});
	const visible = {get: () => [], subscribe: () => () => {}};
	const seen = await until(
		signal => services.watch(visible, signal),
		() => true,
	);
	return seen.rows.filter(({name}) => names.includes(name));
};

const outcomes = (practice: Practice, services: readonly Service[], signal = never): Promise<Outcome[]> =>
	all(
		restart(
			services,
			{docker: practice.docker, containers: practice.containers, host: practice.host(), stayUp: 300, atMost: 3000},
			signal,
		),
	);

test('an exited service with a health check is healthy again', async () => {
	await using practice = await startPractice();
	const id = practice.up('grafana', {healthCheck});
	practice.world.die(id, 1);
	const seen = await outcomes(practice, await rows(practice, 'grafana'));
	expect(seen[0]).toEqual({text: 'restarting grafana', tone: 'progress'});
	expect(seen.at(-1)).toEqual({text: 'grafana restarted in 1s · healthy in 1s · 0 new errors', tone: 'good'});
	expect(practice.world.find(id).status).toBe('running');
});

test('a service without a health check is watched for staying up, and its new errors are counted', async () => {
	await using practice = await startPractice();
	const behaviour = {
		starting: [
			{after: 100, text: 'ERROR one'},
			{after: 200, text: 'ERROR two', from: 'stderr' as const},
			{after: 300, text: 'fine'},
		],
		stopping: {says: [], takes: 50, exitCode: 0},
		ending: undefined,
	};
	const id = practice.up('mlflow', {behaviour});
	practice.world.writeLog(id, 'ERROR an old one');
	const seen = await outcomes(practice, await rows(practice, 'mlflow'));
	expect(seen.at(-1)).toEqual({
		text: expect.stringMatching(/^mlflow restarted in 1s · still up after \ds · 2 new errors$/),
		tone: 'good',
	});
});

test('a service that exits again is not called restarted', async () => {
	await using practice = await startPractice();
	const id = practice.up('mlflow', {behaviour: ending(1)});
	practice.world.die(id, 1);
	const seen = await outcomes(practice, await rows(practice, 'mlflow'));
	expect(seen.at(-1)).toEqual({text: 'mlflow exited again after 1s (exit 1)', tone: 'bad'});
});

test('every container of a service is restarted, and those that depend on it after it', async () => {
	await using practice = await startPractice();
	const dependsOnDb = {'com.docker.compose.depends_on': 'db:service_started:true'};
	const second = {'com.docker.compose.container-number': '2'};
	practice.up('db', {healthCheck});
	practice.up('db', {name: 'er-db-2', labels: labels('db', second), healthCheck});
	practice.up('api', {labels: labels('api', dependsOnDb), healthCheck});
	practice.up('other', {healthCheck});
	const asked = await rows(practice, 'db');
	const started: string[] = [];
	practice.world.events.subscribe(event => {
		if (event.Type === 'container' && event.Action === 'restart') started.push(event.Actor.Attributes['name'] ?? '');
	});
	const seen = await outcomes(practice, asked);
	expect(seen.at(-1)).toEqual({
		text: 'db restarted in 1s · healthy in 1s · 0 new errors; api restarted in 1s · healthy in 1s · 0 new errors',
		tone: 'good',
	});
	expect(started.toSorted()).toEqual(['er-api-1', 'er-db-1', 'er-db-2']);
	expect(started.at(-1)).toBe('er-api-1');
});

test('when the connection is lost in between the outcome is unknown', async () => {
	await using practice = await startPractice();
	practice.up('mlflow', {healthCheck: {...healthCheck, healthyAfter: 1_000_000}});
	const asked = await rows(practice, 'mlflow');
	const over = new AbortController();
	const lost = new ProblemError({what: 'The connection is gone', why: 'the host went away', next: 'wait'});
	const seen: Outcome[] = [];
	const options = {docker: practice.docker, containers: practice.containers, host: practice.host()};
	for await (const outcome of restart(asked, options, over.signal)) {
		seen.push(outcome);
		if (outcome.text.includes('health check')) over.abort(lost);
	}
	expect(seen.at(-1)).toEqual({text: 'mlflow: outcome unknown: the host went away', tone: 'bad'});
});

test('when Docker breaks off in between the outcome is unknown', async () => {
	await using practice = await startPractice();
	practice.up('mlflow', {healthCheck: {...healthCheck, healthyAfter: 1_000_000}});
	const asked = await rows(practice, 'mlflow');
	const seen: Outcome[] = [];
	const options = {docker: practice.docker, containers: practice.containers, host: practice.host()};
	for await (const outcome of restart(asked, options, never)) {
		seen.push(outcome);
		if (outcome.text.includes('health check')) practice.faults.drop();
	}
	expect(seen.at(-1)).toEqual({text: 'mlflow: outcome unknown: Docker hung up in the middle of it', tone: 'bad'});
});

test('a health check that does not pass in time is said to be still starting', async () => {
	await using practice = await startPractice();
	practice.up('mlflow', {healthCheck: {...healthCheck, healthyAfter: 1_000_000}});
	const seen = await outcomes(practice, await rows(practice, 'mlflow'));
	expect(seen.at(-1)).toMatchObject({text: expect.stringMatching(/· still starting after [34]s$/), tone: 'bad'});
});

test('what Docker refuses is said in its words', async () => {
	await using practice = await startPractice();
	practice.up('mlflow');
	const asked = await rows(practice, 'mlflow');
	await until(practice.containers, () => true);
	const seen: Outcome[] = [];
	const docker = {
		...practice.docker,
		restart: (_id: string, grace: number, signal: AbortSignal) => practice.docker.restart('no-such', grace, signal),
	};
	const options = {docker, containers: practice.containers, host: practice.host()};
	for await (const outcome of restart(asked, options, never)) seen.push(outcome);
	expect(seen.at(-1)).toEqual({text: 'mlflow did not start: No such container: no-such', tone: 'bad'});
});

test('a service that was never created cannot be restarted, and what can is said', async () => {
	await using practice = await startPractice();
	practice.up('mlflow');
	const [mlflow] = await rows(practice, 'mlflow');
	if (mlflow === undefined) throw new Error('there is no row');
	practice.world.remove('er-mlflow-1', {force: true});
	await until(practice.containers, list => list.length === 0);
	await expect(outcomes(practice, [{...mlflow, state: 'not created'}])).rejects.toMatchObject({
		problem: {
			what: 'Cannot restart mlflow',
			next: 'create and start it with `docker compose -f /srv/er/docker-compose.yml up -d mlflow`',
		},
	});
});

test('what Docker refuses to say after a restart does not undo it', async () => {
	await using practice = await startPractice();
	const id = practice.up('mlflow', {healthCheck});
	practice.world.die(id, 1);
	const asked = await rows(practice, 'mlflow');
	const docker = {
		...practice.docker,
		inspect: (_id: string, signal: AbortSignal) => practice.docker.inspect('no-such', signal),
	};
	const options = {docker, containers: practice.containers, host: practice.host()};
	const seen = await all(restart(asked, options, never));
	expect(seen.at(-1)).toEqual({text: 'mlflow restarted in 1s · healthy in 1s · 0 new errors', tone: 'good'});
});

test('a count that was cut short is told as what it is', async () => {
	await using practice = await startPractice();
	practice.up('mlflow', {healthCheck});
	const asked = await rows(practice, 'mlflow');
	const mebibyte = Buffer.from(`ERROR one\n${'and so on\n'.repeat(100_000)}`);
	const docker = {
		...practice.docker,
		async *logs() {
			for (let count = 0; count < 100; count += 1) yield {from: 'stdout', bytes: mebibyte} as const;
		},
	};
	const options = {docker, containers: practice.containers, host: practice.host()};
	const seen = await all(restart(asked, options, never));
	expect(seen.at(-1)?.text).toMatch(/ · at least 3\d new errors$/);
});
