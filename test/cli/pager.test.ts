import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {runProgram} from '../support/pty.ts';

test('L hands the log to the pager with the terminal, and the console is drawn again after it', async () => {
	const directory = await mkdtemp(join(tmpdir(), 'mlops-tui-pager-'));
	try {
		const pager = join(directory, 'pager');
		const got = join(directory, 'got');
		// It holds the terminal until somebody presses Enter.
		await writeFile(pager, `#!/bin/sh\ncat > '${got}'\necho it has the terminal\nread -r key < /dev/tty\n`, {
			mode: 0o700,
		});
		await using program = runProgram(['--demo'], {columns: 120, environment: {PAGER: pager}});
		await program.sees(/✓ prometheus +running/);
		program.type(':');
		program.type('logs prometheus');
		program.type('\r');
		await program.sees(/─ prometheus .* following/);
		await program.sees('INFO write block');
		program.type('L');
		await program.sees('it has the terminal');
		expect(program.screen()).not.toContain('─ prometheus');
		program.type('\r');
		await program.sees(/─ prometheus .* following/);
		program.type('w');
		await program.sees(/· wrap/);
		const lines = (await readFile(got, 'utf8')).split('\n');
		expect(lines.find(line => line.includes('write block'))).toMatch(/level=info/);
		program.type('\u0003');
		expect(await program.ended).toMatchObject({exitCode: 0});
	} finally {
		await rm(directory, {recursive: true});
	}
});
