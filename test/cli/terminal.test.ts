import {expect, test} from 'vitest';
import {runProgram, type Program} from '../support/pty.ts';

const expectGivenBack = (program: Program): void => {
	const written = program.written();
	expect(written.lastIndexOf('\u001B[?1049l')).toBeGreaterThan(written.lastIndexOf('\u001B[?1049h'));
	expect(written.lastIndexOf('\u001B[?25h')).toBeGreaterThan(written.lastIndexOf('\u001B[?25l'));
};

test('the built console opens on its practice server, and q leaves a clean terminal', async () => {
	await using program = runProgram(['--demo']);
	await program.sees(/✗ grafana +exited \(1\)/);
	program.type('q');
	expect(await program.ended).toMatchObject({exitCode: 0});
	expectGivenBack(program);
	expect(program.screen().trim()).toBe('');
});

for (const [name, exitCode] of [
	['SIGTERM', 143],
	['SIGHUP', 129],
	['SIGINT', 130],
] as const) {
	test(`${name} gives the terminal back and exits ${exitCode}`, async () => {
		await using program = runProgram(['--demo']);
		await program.sees('grafana');
		process.kill(program.pid, name);
		expect(await program.ended).toMatchObject({exitCode});
		expectGivenBack(program);
	});
}

test('a crash gives the terminal back, is one sentence without a stack, and exits 70', async () => {
	const crash = btoa('process.on("SIGUSR2", () => { throw new Error("boom"); })');
	const environment = {NODE_OPTIONS: `--import data:text/javascript;base64,${crash}`};
	await using program = runProgram(['--demo'], {environment});
	await program.sees('grafana');
	process.kill(program.pid, 'SIGUSR2');
	expect(await program.ended).toMatchObject({exitCode: 70});
	expectGivenBack(program);
	expect(program.screen().trim().replaceAll(/\s+/g, ' ')).toBe(
		'Something unexpected failed: boom. Try again, and report it if it stays.',
	);
});

test('the screen follows the size of the terminal, and says when it is too small', async () => {
	await using program = runProgram(['--demo'], {columns: 120, rows: 40});
	await program.sees('RESTARTS');
	program.resize(60, 20);
	await program.sees(/✗ grafana +exited \(1\)/);
	program.resize(30, 8);
	await program.sees('mlops-tui needs 40x12');
	program.resize(80, 24);
	await program.sees(/✗ grafana +exited \(1\)/);
});
