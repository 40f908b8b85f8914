import {expect, test} from 'vitest';
import {createLending} from '../../source/terminal/lend.ts';
import {runInTerminal, type Program} from '../support/pty.ts';
import {waitUntil} from '../support/wait.ts';

const lender = 'test/terminal/support/lender.ts';

const open = async (PAGER: string, options: {readonly rows?: number} = {}): Promise<Program> => {
	const program = runInTerminal(process.execPath, [lender], {
		columns: 60,
		rows: 10,
		...options,
		environment: {PAGER, LESS: 'R'},
	});
	await program.sees('console 60x10');
	return program;
};

/** What was written since a moment. */
const since = (program: Program): (() => string) => {
	const {length} = program.written();
	return () => program.written().slice(length);
};

test('a pager gets the terminal as it was, and the screen comes back as it is by then', async () => {
	await using program = await open('less');
	const before = since(program);
	program.type('a');
	await program.sees('typed:a.');
	program.type('L');
	await program.sees('line 9');
	const given = before();
	for (const mode of ['\u001B[?1049l', '\u001B[?25h', '\u001B[?2004l']) expect(given).toContain(mode);
	expect(program.screen()).not.toContain('console');
	program.type(' ');
	await program.sees('line 18');
	program.resize(72, 12);
	await program.sees('line 20');
	const after = since(program);
	program.type('q');
	await program.sees('console 72x12');
	await program.sees('said:left less early.');
	await program.sees('typed:a.');
	for (const mode of ['\u001B[?1049h', '\u001B[?25l', '\u001B[?2004h']) expect(after()).toContain(mode);
	program.type('b');
	await program.sees('typed:ab.');
	program.type('\u001B[200~x y\u001B[201~');
	await program.sees('typed:ab<x y>.');
});

test('every key reaches the program that has the terminal, and none reaches ours', async () => {
	const script =
		'exec 3</dev/tty; stty -F /dev/tty raw -echo; printf "ready\\r\\n"; sleep 0.3; dd bs=1 count=20 <&3 2>/dev/null | od -An -c -w40; stty -F /dev/tty sane; echo all read';
	await using program = await open(`sh -c '${script}; read x <&3'`);
	program.type('L');
	await program.sees('ready');
	for (const key of 'abcdefghijklmnopqrst') {
		program.type(key);
		// A key at a time, while the program is not reading yet and anybody else would take them.
		await new Promise(resolve => setImmediate(resolve));
	}
	await program.sees('a   b   c   d   e   f   g   h   i   j   k   l   m   n   o');
	await program.sees('all read');
	program.type('\r');
	await program.sees('typed:.');
	program.type('z');
	await program.sees('typed:z.');
});

test('Ctrl-C is for the pager alone while it has the terminal', async () => {
	await using program = await open('less');
	program.type('L');
	await program.sees('line 9');
	const after = since(program);
	program.type('\u0003');
	await waitUntil(
		() => after().endsWith('\u001B[K'),
		() => 'less never drew its prompt again',
	);
	program.type(' ');
	await program.sees('line 18');
	program.type('q');
	await program.sees('said:left less early.');
	process.kill(program.pid, 'SIGINT');
	expect(await program.ended).toMatchObject({exitCode: 99});
});

test.each([
	['Ctrl-C', '\u0003'],
	['Ctrl-\\', '\u001C'],
])('a program that %s ends is left', async (_name, key) => {
	await using program = await open("sh -c 'echo here; exec sleep 60'");
	program.type('L');
	await program.sees('here');
	program.type(key);
	await program.sees('said:left sh early.');
});

test('Ctrl-Z stops the pager and the console together, and fg goes on with both', async () => {
	await using shell = runInTerminal('bash', ['--norc', '--noprofile', '-i'], {
		columns: 60,
		rows: 10,
		environment: {PAGER: 'less', LESS: 'R', PS1: 'shell$ '},
	});
	await shell.sees('shell$');
	shell.type(`${process.execPath} ${lender}\r`);
	await shell.sees('console 60x10');
	shell.type('L');
	await shell.sees('line 9');
	shell.type('\u001A');
	await waitUntil(
		() => shell.written().includes('Stopped'),
		() => 'never stopped',
	);
	expect(shell.written().lastIndexOf('Stopped')).toBeGreaterThan(shell.written().lastIndexOf('\u001B[?1049l'));
	shell.type('fg\r');
	await shell.sees('line 9');
	shell.type(' ');
	await shell.sees('line 18');
	shell.type('q');
	await shell.sees('said:left less early.');
	shell.type('y');
	await shell.sees('typed:y.');
});

test('a program that dies leaves no mode of its own behind', async () => {
	const script = 'printf "\\033[?1049h\\033[?25l\\033[?1000h\\033[?1h\\033[31mhere"; kill -9 $$';
	await using program = await open(`sh -c '${script}'`);
	program.type('L');
	await program.sees('said:left sh early.');
	expect(program.written().lastIndexOf('\u001B[?1000l')).toBeGreaterThan(
		program.written().lastIndexOf('\u001B[?1000h'),
	);
	program.type('k');
	await program.sees('typed:k.');
});

test('without a pager the screen says so and stays', async () => {
	await using program = runInTerminal(process.execPath, [lender], {
		columns: 60,
		rows: 10,
		environment: {PATH: '/nowhere', PAGER: 'most'},
	});
	await program.sees('console');
	program.type('L');
	await program.sees('said:Cannot open a pager.');
});

test('a signal that ends the console ends the pager, and the terminal is given back', async () => {
	await using program = await open('less');
	program.type('L');
	await program.sees('line 9');
	process.kill(program.pid, 'SIGTERM');
	await program.ended;
	const written = program.written();
	expect(written.lastIndexOf('\u001B[?1049l')).toBeGreaterThan(written.lastIndexOf('\u001B[?1049h'));
	expect(written.lastIndexOf('\u001B[?25h')).toBeGreaterThan(written.lastIndexOf('\u001B[?25l'));
});

test('what the program fails with is handed on once the terminal is back, and it can be lent again', async () => {
	const written: string[] = [];
	const streams = {stdin: {pause: () => process.stdin}, stdout: {write: (text: string) => written.push(text)}};
	const lending = createLending(streams);
	await expect(lending.lend(async () => 1)).rejects.toThrow('there is no screen on it');
	let suspended = 0;
	const detach = lending.attach(async use => {
		suspended += 1;
		try {
			await use();
		} finally {
			suspended -= 1;
		}
	});
	const listeners = process.listeners('SIGINT');
	const gate = Promise.withResolvers<void>();
	let entered = false;
	const first = lending.lend(async () => {
		entered = true;
		await gate.promise;
	});
	await waitUntil(
		() => entered,
		() => 'never lent',
	);
	expect(suspended).toBe(1);
	expect(lending.lent).toBe(true);
	await expect(lending.lend(async () => 1)).rejects.toThrow('another program has it already');
	gate.reject(new Error('it broke'));
	await expect(first).rejects.toThrow('it broke');
	expect(lending.lent).toBe(false);
	expect(suspended).toBe(0);
	expect(process.listeners('SIGINT')).toEqual(listeners);
	expect(process.listenerCount('SIGTSTP')).toBe(0);
	expect(await lending.lend(async () => 'again')).toBe('again');
	detach();
	await expect(lending.lend(async () => 1)).rejects.toThrow('there is no screen on it');
});
