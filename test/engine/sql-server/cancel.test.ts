import {createHook} from 'node:async_hooks';
import {afterEach, beforeAll, describe, expect, test, vi} from 'vitest';
import type {DataConfig} from '../../../source/config/config.ts';
import type {Faults, PracticeSqlServer, Procedure, SqlServerOptions} from '../../../source/demo/sql-server/server.ts';
import type {Freshness, Step, StepName} from '../../../source/domain/data/freshness.ts';
import {checkFreshness, type CheckOptions} from '../../../source/engine/sql-server/check.ts';
import {practice as practiceSsh} from '../ssh/practice.ts';
import {configFor, loginWith, rememberSockets, startPractice, times, wayBy} from './practice.ts';

beforeAll(() => import('mssql'));

const nobody = new AbortController().signal;
const fresh = times('datetimeoffset', '2026-11-21T11:00:00Z');
const never = () => new Promise<never>(() => {});

const {sockets, open: remembering} = rememberSockets();

/** Timers that a check or the driver started and nobody has cleared, by where they were started. */
const timers = new Map<number, string>();
createHook({
	init(id, kind) {
		const {stack = ''} = kind === 'Timeout' ? new Error('started here') : {};
		if (/node_modules.(?:tedious|mssql|tarn)|source.engine.sql-server/.test(stack)) timers.set(id, stack);
	},
	destroy: id => void timers.delete(id),
}).enable();
const leftTimers = () => [...timers.values()];
afterEach(() => sockets.splice(0));

/** A server with a procedure that never ends, and what becomes of it. */
const stuck = async (server: Partial<SqlServerOptions> = {}, answer?: Procedure['run']) => {
	const called = Promise.withResolvers<void>();
	const told = Promise.withResolvers<void>();
	const practice = await startPractice(
		{
			run(call) {
				call.signal.addEventListener('abort', () => told.resolve());
				called.resolve();
				return answer?.(call) ?? never();
			},
		},
		server,
	);
	return {practice, called: called.promise, told: told.promise};
};

const encryptedTo = ({port}: PracticeSqlServer, encrypt: boolean, changes: Partial<DataConfig> = {}) =>
	configFor(port, {encrypt, trustServerCertificate: encrypt, ...changes});

const stoodAt = (steps: readonly Step[]) => steps.find(({status}) => status === 'failed');
const hung: Faults = {attention: 'hang'};

describe('a check that is cancelled', () => {
	test.each(['none', 'required'] as const)('is stopped on SQL Server, encryption %s', async encryption => {
		const {practice, called, told} = await stuck({encryption});
		await using _ = practice;
		const cancel = new AbortController();
		const config = encryptedTo(practice, encryption === 'required');
		const checking = checkFreshness(config, wayBy(remembering), nobody, {cancel: cancel.signal});
		await called;
		cancel.abort();
		const freshness = await checking;
		expect(freshness).toMatchObject({
			verdict: 'failed',
			cause: 'cancelled',
			owner: undefined,
			clocks: {sqlServer: expect.any(Number)},
			problem: {what: 'The check of patients was cancelled', why: expect.stringMatching(/^in the step procedure, /)},
		});
		expect(stoodAt(freshness.steps)).toMatchObject({
			step: 'procedure',
			evidence: expect.stringMatching(/^cancelled after [\d.]+m?s, confirmed by SQL Server$/),
		});
		await told;
		expect(practice.attentions).toBe(1);
		expect(sockets.every(({destroyed}) => destroyed)).toBe(true);
		await expect.poll(leftTimers).toEqual([]);
	});

	test('waits a second for SQL Server to confirm it, and no longer', async () => {
		const {practice, called, told} = await stuck({faults: hung});
		await using _ = practice;
		const cancel = new AbortController();
		const checking = checkFreshness(configFor(practice.port), wayBy(remembering), nobody, {cancel: cancel.signal});
		await called;
		const asked = performance.now();
		cancel.abort();
		const {cause, steps} = await checking;
		expect(cause).toBe('cancelled');
		expect(stoodAt(steps)?.evidence).toMatch(/^cancelled after [\d.]+m?s, not confirmed by SQL Server$/);
		expect(performance.now() - asked).toBeGreaterThan(980);
		await told;
		expect(sockets.every(({destroyed}) => destroyed)).toBe(true);
	});

	test('is stopped in the middle of its rows, after which there was silence', async () => {
		const {practice, told} = await stuck({}, async call => ({...(await fresh.run(call)), cut: 'hang'}));
		await using _ = practice;
		const cancel = new AbortController();
		const onStep = (steps: readonly Step[]) => {
			if (steps.some(({step, status}) => step === 'rows' && status === 'running')) cancel.abort();
		};
		const {cause, steps} = await checkFreshness(configFor(practice.port), wayBy(remembering), nobody, {
			cancel: cancel.signal,
			onStep,
		});
		expect(cause).toBe('cancelled');
		expect(stoodAt(steps)).toMatchObject({step: 'rows', evidence: expect.stringMatching(/, confirmed by SQL Server$/)});
		await told;
		expect(sockets.every(({destroyed}) => destroyed)).toBe(true);
	});

	test('is stopped through an SSH connection', async () => {
		await using ssh = await practiceSsh();
		const {practice, called, told} = await stuck();
		await using _ = practice;
		const connection = await ssh.dial();
		const cancel = new AbortController();
		const way = wayBy((host, port) => connection.openPort(host, port), 'er-forecast');
		const checking = checkFreshness(configFor(practice.port), way, nobody, {cancel: cancel.signal});
		await called;
		cancel.abort();
		expect(stoodAt((await checking).steps)?.evidence).toMatch(/, confirmed by SQL Server$/);
		await told;
	});

	test.each<readonly [string, Faults, step: string, before: string]>([
		['while nothing answers its first word', {prelogin: 'hang'}, 'tls', 'before the login was sent'],
		['during the login', {login: 'hang'}, 'login', 'before the procedure was called'],
	])('%s had nothing to stop', async (_title, faults, step, before) => {
		await using practice = await startPractice(fresh, {faults});
		const cancel = new AbortController();
		const asked: string[] = [];
		const onStep = (steps: readonly Step[]) => {
			const running = steps.find(({status}) => status === 'running')?.step;
			if (running === step) setImmediate(() => cancel.abort());
			asked.push(`${running}`);
		};
		const config = configFor(practice.port);
		const {cause, steps} = await checkFreshness(config, wayBy(remembering), nobody, {cancel: cancel.signal, onStep});
		expect(cause).toBe('cancelled');
		expect(stoodAt(steps)).toMatchObject({
			step,
			evidence: expect.stringMatching(new RegExp(`^cancelled after \\d+ms, ${before}$`)),
		});
		expect(practice.attentions).toBe(0);
		expect(sockets.every(({destroyed}) => destroyed)).toBe(true);
	});

	test('while the port does not open, or the password is not there, is over at once', async () => {
		const cancel = new AbortController();
		const options = {cancel: cancel.signal};
		const opening = Promise.withResolvers<void>();
		const open = () => (opening.resolve(), never());
		const unopened = checkFreshness(configFor(1433), wayBy(open), nobody, options);
		const locked = checkFreshness(configFor(1433, {login: loginWith({password: never})}), wayBy(), nobody, options);
		await opening.promise;
		cancel.abort();
		expect(await unopened).toMatchObject({
			cause: 'cancelled',
			steps: [{step: 'network', status: 'failed'}, ...rest(7)],
		});
		expect(await locked).toMatchObject({cause: 'cancelled', steps: rest(8)});
		expect(await checkFreshness(configFor(1433), wayBy(), nobody, options)).toMatchObject({cause: 'cancelled'});
	});
});

const rest = (count: number) => Array.from({length: count}, () => ({status: 'not reached'}));

/** Makes a check whose time is over at a step, and gives it longer where a busy machine did not come so far. */
const outOfTime = async (
	step: StepName,
	procedure: Procedure,
	server: Partial<SqlServerOptions> = {},
	deadline = 400,
): Promise<{freshness: Freshness; attentions: number}> => {
	await using practice = await startPractice(procedure, server);
	const freshness = await checkFreshness(configFor(practice.port), wayBy(remembering), nobody, {deadline});
	expect(freshness.verdict).toBe('timeout');
	expect(sockets.every(({destroyed}) => destroyed)).toBe(true);
	await expect.poll(leftTimers).toEqual([]);
	return stoodAt(freshness.steps)?.step === step || deadline > 400
		? {freshness, attentions: practice.attentions}
		: await outOfTime(step, procedure, server, 8000);
};

describe('a check whose time is over', () => {
	test.each<readonly [string, StepName, Procedure, Partial<SqlServerOptions>, evidence: RegExp]>([
		[
			'in the procedure',
			'procedure',
			{run: never},
			{},
			/^no answer within \ds, its cancellation confirmed by SQL Server$/,
		],
		[
			'in the middle of the rows',
			'rows',
			{run: async call => ({...(await fresh.run(call)), cut: 'hang'})},
			{},
			/^1 row, then no end within \ds, its cancellation confirmed by SQL Server$/,
		],
		[
			'on a server that confirms nothing',
			'procedure',
			{run: never},
			{faults: hung},
			/^no answer within \ds, its cancellation not confirmed by SQL Server$/,
		],
		[
			'while SQL Server looks at its clock',
			'database',
			fresh,
			{faults: {request: 'hang'}},
			/^no answer within \ds, its cancellation confirmed by SQL Server$/,
		],
	])('%s is stopped on SQL Server', async (_title, step, procedure, server, evidence) => {
		const {freshness, attentions} = await outOfTime(step, procedure, server);
		expect(stoodAt(freshness.steps)).toMatchObject({step, evidence: expect.stringMatching(evidence)});
		expect(freshness.cause).toBe(step);
		expect(attentions).toBe(1);
	});

	test('while rows come without an end is stopped, and takes no more of them', async () => {
		let taking = 0;
		const endless = function* () {
			taking += 1;
			try {
				for (;;) yield ['2026-11-21T12:30:00'];
			} finally {
				taking -= 1;
			}
		};
		const columns = [{name: 'At', type: 'datetime2'}] as const;
		const {freshness, attentions} = await outOfTime(
			'rows',
			{run: () => ({results: [{columns, rows: [], more: endless()}]})},
			{},
			1600,
		);
		expect(stoodAt(freshness.steps)).toMatchObject({
			step: 'rows',
			evidence: expect.stringMatching(/^[\d ]+ rows within \ds, and they were still coming/),
		});
		expect(attentions).toBe(1);
		await expect.poll(() => taking).toBe(0);
	});
});

/** From now on no timer ends, so that whatever waits for one waits for ever. */
const stopTimers = () => vi.useFakeTimers({toFake: ['setTimeout']});
afterEach(() => void vi.useRealTimers());

describe('a check that nobody waits for any longer', () => {
	test.each(['none', 'required'] as const)(
		'tells SQL Server to stop and is closed at once, encryption %s',
		async encryption => {
			const {practice, called, told} = await stuck({encryption, faults: hung});
			await using _ = practice;
			const leave = new AbortController();
			const config = encryptedTo(practice, encryption === 'required');
			const checking = checkFreshness(config, wayBy(remembering), leave.signal);
			await called;
			stopTimers();
			leave.abort(new Error('enough'));
			await expect(checking).rejects.toThrow('enough');
			expect(sockets.every(({destroyed}) => destroyed)).toBe(true);
			await told;
			expect(practice.attentions).toBe(1);
			await expect.poll(leftTimers).toEqual([]);
		},
	);

	test('tells SQL Server so through an SSH connection too', async () => {
		await using ssh = await practiceSsh();
		const {practice, called, told} = await stuck({faults: hung});
		await using _ = practice;
		const connection = await ssh.dial();
		const way = wayBy((host, port) => connection.openPort(host, port), 'er-forecast');
		const leave = new AbortController();
		const checking = checkFreshness(configFor(practice.port), way, leave.signal);
		await called;
		leave.abort(new Error('enough'));
		await expect(checking).rejects.toThrow('enough');
		await told;
		expect(practice.attentions).toBe(1);
	});

	test('ends the wait for a confirmation', async () => {
		const {practice, called, told} = await stuck({faults: hung});
		await using _ = practice;
		const [cancel, leave] = [new AbortController(), new AbortController()];
		const options: CheckOptions = {cancel: cancel.signal};
		const checking = checkFreshness(configFor(practice.port), wayBy(remembering), leave.signal, options);
		await called;
		cancel.abort();
		await told;
		stopTimers();
		leave.abort(new Error('enough'));
		await expect(checking).rejects.toThrow('enough');
		expect(sockets.every(({destroyed}) => destroyed)).toBe(true);
	});
});

test('each step is told as it begins and as it passes, in their order and once', async () => {
	await using practice = await startPractice(fresh);
	const seen: string[] = [];
	const onStep = (steps: readonly Step[]) => {
		expect(steps.map(({step}) => step)).toHaveLength(8);
		seen.push(
			steps
				.filter(({status}) => status !== 'not reached')
				.map(({step, status, ms}) => `${step}${status === 'running' ? '…' : ''}${ms === undefined ? '?' : ''}`)
				.join(' '),
		);
	};
	await checkFreshness(configFor(practice.port), wayBy(), nobody, {onStep});
	const names = ['network', 'tls', 'login', 'database', 'procedure', 'rows', 'timestamp', 'age'];
	expect(seen).toEqual(
		names.flatMap((name, index) => {
			const before = names.slice(0, index);
			const begun = [...before, `${name}…`].join(' ');
			return name === 'age' ? [begun] : [begun, [...before, name].join(' ')];
		}),
	);
});
