import {expect, test} from 'vitest';
import {openDesk} from '../support/program.ts';
import {runProgram} from '../support/pty.ts';
import {waitUntil} from '../support/wait.ts';

const command = 'docker compose -f docker-compose.jobs.yml run --build training';

test('Ctrl-C on a terminal asks, and a build that is stopped is seen to have stopped', async () => {
	await using program = runProgram(['run', 'training', '--demo=calm'], {columns: 120});
	await program.sees(command);
	await program.sees('WORKDIR /app');
	program.type('\u0003');
	await program.sees('training goes on. Leave it (l), stop it (s), or watch on (Enter)?');
	program.type('s\r');
	await program.sees('training was stopped before it ran');
	expect((await program.ended).exitCode).toBe(130);
});

test('without a terminal SIGINT leaves it going, and the output of the job alone is on stdout', async () => {
	await using desk = await openDesk();
	const running = desk.start(['run', 'training', '--demo=calm']);
	await waitUntil(
		() => running.written().includes('WORKDIR /app'),
		() => `never built:\n${running.written()}`,
	);
	running.kill('SIGINT');
	const {code, stdout, stderr} = await running.ended;
	expect(code).toBe(130);
	expect(stdout).toMatch(/^#0 building with/);
	expect(stderr).toMatch(new RegExp(`^${command}\ntraining is being built\ntraining goes on: its output is in /.*\n$`));
	expect(await desk.audit()).toMatchObject([{command, outcome: 'training was left going on'}]);
	expect(await desk.leftovers()).toEqual([]);
});

test('JSON is refused', async () => {
	await using desk = await openDesk();
	expect((await desk.run(['run', 'training', '--json', '--demo'])).code).toBe(64);
});
