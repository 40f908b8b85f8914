import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {runJob} from '../../source/commands/run-job.ts';
import type {HostConfig} from '../../source/config/config.ts';
import type {Deed} from '../../source/flow/perform.ts';
import {waitUntil} from '../support/wait.ts';
import {nobody, startHost} from './support.ts';

const command = (job: string): string => `docker compose -f docker-compose.jobs.yml run --build ${job}`;

type How = {readonly config?: Partial<HostConfig>; readonly answers?: readonly string[]};

/** The practice server, and `mlops-tui run` on it. */
const startRunning = async (scenario: string) => {
	const host = await startHost(scenario);
	const printed: string[] = [];
	const said: string[] = [];
	const deeds: Deed[] = [];
	const asked: string[] = [];
	let interrupt: (() => void) | undefined;
	const all = (): string => [...printed, ...said].join('\n');
	return {
		...host,
		printed,
		said,
		deeds,
		asked,
		/** Presses Ctrl-C once the job or what is said of it has said this. */
		async interruptAt(text: string) {
			await waitUntil(
				() => all().includes(text),
				() => `never said ${text}:\n${all()}`,
			);
			interrupt?.();
		},
		/** `answers` are those of somebody at a terminal; without them there is none. */
		async run(job: string, {config = {}, answers}: How = {}): Promise<number> {
			const left = [...(answers ?? [])];
			const question = async (text: string): Promise<string | undefined> => {
				asked.push(text.trim());
				return left.shift();
			};
			return runJob(
				job,
				{
					host: {...host.practice.host, ...config},
					reach: host.reach({...host.practice.host, ...config}),
					asker: nobody,
					print: line => void printed.push(line),
					now: () => new Date(),
					signal: new AbortController().signal,
				},
				{
					say: text => void said.push(text),
					colour: false,
					question: answers && question,
					onInterrupt(tell) {
						interrupt = tell;
						return {[Symbol.dispose]: () => void (interrupt = undefined)};
					},
					audit: async deed => void deeds.push(deed),
				},
			);
		},
	};
};

test('the command is said first, what build and run write is printed, and the exit code is that of the run', async () => {
	await using host = await startRunning('calm');
	expect(await host.run('prediction')).toBe(0);
	expect(host.said[0]).toBe(command('prediction'));
	expect(host.said.at(-1)).toMatch(/^prediction finished in \d+s \(exit 0\) · 0 new errors$/);
	const text = host.printed.join('\n');
	expect(text).toMatch(/^#0 building with[^]*RUN pip install[^]*Prediction flow started[^]*Prediction flow finished$/);
	expect(host.deeds).toEqual([{command: command('prediction'), outcome: host.said.at(-1)}]);
});

test('a run that fails says the error it ended with', async () => {
	await using host = await startRunning('morning');
	expect(await host.run('er-forecast/prediction')).toBe(1);
	expect(host.said.at(-1)).toMatch(/^prediction failed after \d+s \(exit 1\): .*DataTooStaleError: Data is too stale/);
});

test('a build that fails has the exit code of compose', async () => {
	await using host = await startRunning('calm');
	await writeFile(join(host.practice.directory, 'requirements.txt'), 'lightgbm==9.9.9\n');
	expect(await host.run('training')).toBe(17);
	expect(host.said.at(-1)).toMatch(/^build failed after \d+s \(exit 17\): ERROR: No matching distribution found/);
});

test('a connection that is lost is made anew, and no line is missing or printed twice', async () => {
	await using host = await startRunning('calm');
	const running = host.run('prediction');
	await waitUntil(
		() => host.printed.some(line => line.includes('WORKDIR')),
		() => host.printed.join('\n'),
	);
	host.practice.ssh.dropAll();
	expect(await running).toBe(0);
	expect(host.said.join('\n')).toContain('prediction goes on there; connecting again');
	const [made] = host.practice.world.containers();
	const log = host.practice.world.logOf(made?.id ?? '');
	const lines = Array.from({length: log.next}, (_, index) => log.at(index)?.text);
	expect(host.printed.filter(line => line.includes('flows.') || line.includes('data.'))).toEqual(
		lines.filter(line => line?.includes('flows.') === true || line?.includes('data.') === true),
	);
	expect(host.printed.filter(line => line.includes('WORKDIR'))).toHaveLength(1);
});

test('Ctrl-C without a terminal leaves it going, and says where it is', async () => {
	await using host = await startRunning('calm');
	const running = host.run('training');
	await host.interruptAt('Training flow started');
	expect(await running).toBe(130);
	expect(host.said.at(-1)).toMatch(/^training goes on: its output is in \/.*\/output\.log on user@er-forecast/);
	expect(host.deeds).toEqual([{command: command('training'), outcome: 'training was left going on'}]);
	expect(host.practice.world.containers()[0]?.status).toBe('running');

	await expect(host.run('training')).rejects.toMatchObject({
		problem: {what: 'training is not run', why: expect.stringMatching(/^a run of it goes on since /)},
	});
	expect(await host.run('prediction', {answers: []})).toBe(0);
	await expect(host.run('training', {answers: ['no']})).rejects.toMatchObject({problem: {what: 'training is not run'}});
	expect(host.asked.at(-1)).toMatch(/^training: a run of it goes on since .*Run another one at once\? \(yes\/no\)$/);
});

test('Ctrl-C at a terminal asks, and what is stopped is seen to have stopped', async () => {
	await using host = await startRunning('calm');
	const running = host.run('training', {answers: ['s']});
	await host.interruptAt('Training flow started');
	expect(await running).toBe(143);
	expect(host.asked).toEqual(['training goes on. Leave it (l), stop it (s), or watch on (Enter)?']);
	expect(host.said.at(-1)).toMatch(/^training was stopped after \d+s \(exit 143/);
});

test('a build can be stopped as well', async () => {
	await using host = await startRunning('calm');
	const running = host.run('training', {answers: ['s']});
	await host.interruptAt('load build definition');
	expect(await running).not.toBe(0);
	expect(host.said.at(-1)).toMatch(/^training was stopped before it ran, after \d+s$/);
	expect(host.practice.world.containers().filter(({status}) => status === 'created')).toEqual([]);
});

test('what cannot be run is said before anything is done', async () => {
	await using host = await startRunning('calm');
	await expect(host.run('trainng')).rejects.toMatchObject({
		problem: {what: 'Cannot run trainng', why: 'no job on this host has that name; there is training'},
	});
	await expect(host.run('training', {config: {readonly: true}})).rejects.toMatchObject({
		problem: {what: 'Nothing is run', why: 'er-forecast is read-only'},
	});
	expect(host.deeds).toEqual([]);
});
