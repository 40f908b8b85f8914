import {once} from 'node:events';
import {createServer} from 'node:net';
import {expect, test, vi} from 'vitest';
import * as z from 'zod';
import {check} from '../../source/commands/check.ts';
import {reportOf} from '../../source/commands/check-report.ts';
import {exitCode} from '../../source/domain/status.ts';
import {dialSsh} from '../../source/engine/ssh/dial.ts';
import {waitUntil} from '../support/wait.ts';
import {nobody, startHost} from './support.ts';

const status = z.enum(['ok', 'warning', 'critical', 'unknown']);
const time = z.iso.datetime().nullable();
const whole = z.int().nonnegative();

/** What scripts rely on: exactly these keys. */
const contract = z.strictObject({
	host: z.string(),
	asOf: z.iso.datetime(),
	status,
	connection: z.strictObject({status, latencyMs: whole.nullable()}),
	services: z.array(
		z.strictObject({
			project: z.string(),
			service: z.string(),
			state: z.string(),
			exitCode: z.int().nullable(),
			health: z.enum(['healthy', 'unhealthy', 'starting', 'none']),
			status,
			since: time,
			reason: z.string().nullable(),
		}),
	),
	jobs: z.array(
		z.strictObject({
			job: z.string(),
			status,
			lastRun: z.strictObject({startedAt: time, finishedAt: time, exitCode: z.int().nullable()}).nullable(),
			schedule: z
				.strictObject({
					state: z.enum(['on time', 'late', 'missed', 'ran and failed', 'ran twice', 'awaited', 'not known']),
					due: time,
				})
				.nullable(),
			reason: z.string().nullable(),
		}),
	),
	logs: z.array(
		z.strictObject({
			source: z.string(),
			errors: whole,
			searched: z.strictObject({lines: whole, bytes: whole, from: time, to: time}),
			latest: z.string().nullable(),
			kinds: z.array(
				z.strictObject({error: z.string(), count: whole, first: time, last: time, new: z.boolean().nullable()}),
			),
		}),
	),
	data: z.array(
		z.strictObject({
			name: z.string(),
			status,
			verdict: z.enum(['fresh', 'stale', 'empty', 'failed', 'timeout', 'uncertain', 'not configured']),
			cause: z
				.string()
				.regex(/^[a-z]+$/)
				.nullable(),
			owner: z.string().nullable(),
			ageSeconds: z.int().nullable(),
			maxAgeSeconds: whole,
			newest: time,
			checkedAt: time,
			turnsStaleAt: time,
			nextLoadAt: time,
			missedLoadAt: time,
			warnings: z.array(z.string()),
			clocks: z.strictObject({sqlServerAheadSeconds: z.int().nullable(), hostAheadSeconds: z.int().nullable()}),
			encryption: z.enum(['verified', 'not verified', 'tunnel only', 'this machine only', 'none']).nullable(),
			steps: z.array(
				z.strictObject({
					step: z.enum(['network', 'tls', 'login', 'database', 'procedure', 'rows', 'timestamp', 'age']),
					status: z.enum(['ok', 'failed', 'not reached']),
					ms: whole.nullable(),
					evidence: z.string(),
				}),
			),
		}),
	),
	problems: z.array(z.string()),
});

const services = ['grafana ok', 'minio ok', 'mlflow ok', 'postgres ok', 'prometheus ok'];
const files = ['prediction', 'training'];
const logs = [
	...files,
	'prediction run',
	'training run',
	'grafana',
	'minio',
	'mlflow',
	'postgres',
	'prometheus',
].toSorted();

const inShort = ({status: whole_, services: rows, jobs, logs: sources, data}: z.infer<typeof contract>) => ({
	status: whole_,
	services: rows.map(row => `${row.service} ${row.status}`),
	jobs: jobs.map(row => `${row.job} ${row.status}`),
	logs: sources.map(({source}) => source).toSorted(),
	data: data.map(({name, verdict}) => `${name} ${verdict}`),
});

const allWell = {
	status: 'ok',
	services,
	jobs: ['prediction ok', 'training ok'],
	logs,
	data: ['patients fresh'],
};

test('the first morning is critical, and its report has exactly the keys that scripts rely on', async () => {
	await using host = await startHost('morning');
	const report = contract.parse(await host.inspect());
	expect(inShort(report)).toEqual({
		status: 'critical',
		services: ['grafana critical', ...services.slice(1)],
		jobs: ['prediction critical', 'training ok'],
		logs,
		data: ['patients stale'],
	});
	expect(report.host).toBe('er-forecast');
	expect(report.connection).toEqual({status: 'ok', latencyMs: expect.any(Number)});
	expect(report.services[0]).toMatchObject({
		project: 'er-forecast',
		service: 'grafana',
		state: 'exited',
		exitCode: 1,
		reason: 'exited (1)',
	});
	expect(report.jobs).toMatchObject([
		{reason: 'failed (1)', lastRun: {exitCode: 1}, schedule: {state: 'ran and failed', due: expect.any(String)}},
		{reason: null, schedule: {state: 'on time'}},
	]);
	expect(report.logs.find(({source}) => source === 'prediction run')).toMatchObject({
		errors: 1,
		latest: expect.stringContaining('Data is too stale'),
	});
	expect(report.data[0]).toMatchObject({
		cause: 'old',
		owner: 'whoever fills the data',
		maxAgeSeconds: 24 * 3600,
		turnsStaleAt: null,
		warnings: [],
	});
	expect(Math.floor((report.data[0]?.ageSeconds ?? 0) / 3600)).toBe(31);
	expect(report.data[0]?.steps.map(step => `${step.step} ${step.status}`)).toEqual([
		'network ok',
		'tls ok',
		'login ok',
		'database ok',
		'procedure ok',
		'rows ok',
		'timestamp ok',
		'age failed',
	]);
	expect(report.problems).toEqual([expect.stringMatching(/^patients is stale: /)]);
});

test('a calm server is ok', async () => {
	await using host = await startHost('calm');
	const report = contract.parse(await host.inspect());
	expect(inShort(report)).toEqual(allWell);
	expect(report.problems).toEqual([]);
});

test('when Docker answers with errors, what it alone knows is unknown and the rest is there', async () => {
	await using host = await startHost('calm');
	host.practice.docker.faults.status500 = true;
	const report = contract.parse(await host.inspect());
	expect(inShort(report)).toEqual({
		...allWell,
		status: 'unknown',
		services: [],
		jobs: [],
		logs: ['prediction', 'training'],
	});
	expect(report.problems.join('\n')).toMatch(/Docker/);
});

test('when Docker hangs, the check ends in its time with what the others know', async () => {
	await using host = await startHost('calm');
	host.practice.docker.faults.hang = /containers/;
	const report = contract.parse(await host.inspect({}, {limit: 1500}));
	expect(report.status).toBe('unknown');
	expect(report.services).toEqual([]);
	expect(report.connection.status).toBe('ok');
	expect(inShort(report).data).toEqual(['patients fresh']);
	expect(report.problems).toEqual([
		'Not everything on er-forecast was checked: it took longer than 1.5 seconds. Try again; if it stays, open the console to see which part does not answer.',
	]);
});

test('what is critical stays critical when something else is unknown', async () => {
	await using host = await startHost('morning');
	host.practice.sql.faults.login = 'close';
	const report = contract.parse(await host.inspect());
	expect(report.status).toBe('critical');
	expect(inShort(report).data).toEqual(['patients failed']);
});

test.each(['accept', 'prelogin', 'tls', 'login', 'request'] as const)(
	'a SQL Server that breaks off at %s leaves the data unknown and all else as it is',
	async stage => {
		await using host = await startHost('calm');
		host.practice.sql.faults[stage] = 'reset';
		const report = contract.parse(await host.inspect());
		expect(inShort(report)).toEqual({...allWell, status: 'unknown', data: ['patients failed']});
		expect(report.problems).toHaveLength(1);
	},
);

test('a log that cannot be read is no log without errors', async () => {
	await using host = await startHost('calm');
	const report = contract.parse(await host.inspect({logs: {...host.practice.host.logs, api: 'logs/none.log'}}));
	expect(inShort(report)).toEqual({...allWell, status: 'unknown'});
	expect(report.problems).toEqual([expect.stringMatching(/^Cannot read .*logs\/none\.log .*: it does not exist\./)]);
});

test('logs of one name in several directories go by their paths', async () => {
	await using host = await startHost('calm');
	const report = await host.inspect({logs: {prediction: 'logs/training.log'}});
	const {directory} = host.practice;
	expect(report.logs.map(({source}) => source).toSorted()).toEqual(
		[
			`${directory}/logs/prediction.log`,
			`${directory}/logs/training.log`,
			...logs.filter(name => !files.includes(name)),
		].toSorted(),
	);
});

test('a compose file that is missing, and one that does not parse, are said, and the containers are there', async () => {
	await using host = await startHost('calm');
	const report = contract.parse(await host.inspect({services: ['none.yml'], jobs: ['logs/training.log']}));
	expect(report.status).toBe('unknown');
	expect(inShort(report).services).toEqual(services);
	expect(report.problems).toEqual([
		expect.stringMatching(/none\.yml.*: it does not exist\./),
		expect.stringMatching(/logs\/training\.log/),
	]);
});

test('a host on which nothing is found is not well', async () => {
	await using host = await startHost('calm');
	for (const {id} of host.practice.world.containers()) host.practice.world.remove(id, {force: true});
	const report = await host.inspect({services: [], jobs: [], logs: {}, data: [], directory: '/nowhere'});
	expect(report).toMatchObject({status: 'unknown', services: [], jobs: [], logs: [], data: []});
	expect(report.problems).toEqual([expect.stringMatching(/^There is nothing to check on er-forecast: /)]);
});

test('when the connection is lost in between, what was not yet seen is unknown', async () => {
	await using host = await startHost('calm');
	host.practice.docker.faults.hang = /containers/;
	const checking = host.inspect();
	await waitUntil(
		() => host.practice.ssh.connections > 0 && host.practice.ssh.commands.length > 0,
		() => 'the check never began',
	);
	host.practice.ssh.dropAll();
	const report = contract.parse(await checking);
	expect(report.status).toBe('unknown');
	expect(report.problems.join('\n')).toMatch(/The connection to user@er-forecast was lost: /);
});

test('when nobody can be reached, everything is unknown for one reason', async () => {
	await using host = await startHost('calm');
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	const port = typeof address === 'object' && address !== null ? address.port : 0;
	server.close();
	await once(server, 'close');
	const findings = await check(
		{
			name: 'er-forecast',
			reach: async (asker, signal) => {
				await dialSsh({...host.practice.target, port}, asker, signal);
				throw new Error('It was reached.');
			},
			asker: nobody,
			now: () => new Date(),
		},
		new AbortController().signal,
	);
	const report = contract.parse(reportOf(findings));
	expect(report).toMatchObject({
		status: 'unknown',
		connection: {status: 'unknown', latencyMs: null},
		services: [],
		jobs: [],
		logs: [],
		data: [],
		problems: [expect.stringContaining(`nothing listens on port ${port}`)],
	});
	expect(exitCode[report.status]).toBe(3);
});

test('the time somebody takes to answer is not counted', async () => {
	vi.useFakeTimers();
	try {
		const findings = await check(
			{
				name: 'er-forecast',
				async reach(asker, signal) {
					await asker.secret('password', false, signal);
					signal.throwIfAborted();
					await vi.advanceTimersByTimeAsync(60_000);
					throw signal.reason;
				},
				asker: {
					...nobody,
					async secret() {
						await vi.advanceTimersByTimeAsync(600_000);
						return undefined;
					},
				},
				now: () => new Date(),
			},
			new AbortController().signal,
		);
		expect(reportOf(findings).problems).toEqual([expect.stringContaining('it took longer than 60 seconds')]);
		expect(vi.getTimerCount()).toBe(0);
	} finally {
		vi.useRealTimers();
	}
});

test('a check that is called off has no report', async () => {
	await using host = await startHost('calm');
	host.practice.docker.faults.hang = /containers/;
	const over = new AbortController();
	const checking = host.inspect({}, {signal: over.signal});
	await waitUntil(
		() => host.practice.ssh.commands.length > 0,
		() => 'the check never began',
	);
	over.abort();
	await expect(checking).rejects.toBe(over.signal.reason);
	await waitUntil(
		() => host.practice.ssh.connections === 0,
		() => 'the connection stayed open',
	);
});
