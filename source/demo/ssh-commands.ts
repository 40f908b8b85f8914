import {spawn} from 'node:child_process';
import {existsSync} from 'node:fs';
import type {ServerChannel, Session} from 'ssh2';

const shell = '/bin/sh';

type How = {
	readonly root: string;
	readonly exec?: (command: string, stream: ServerChannel) => boolean;
	readonly env?: Readonly<Record<string, string>>;
};

/** The command that a console has wrapped for the login shell, as its last word; any other command as it is. */
const inner = (command: string): string => {
	const word = /^exec sh -c '[^']*' sh (?<word>.+)$/s.exec(command)?.groups?.['word'];
	if (word === undefined) return command;
	return word.startsWith("'") ? word.slice(1, -1).replaceAll(String.raw`'\''`, "'") : word;
};

/**
 * Runs a command with the real shell, as sshd does, unless `exec` takes it over. When `over` aborts, the session is gone: the command is
 * left alone then, and only finds that nobody writes to it and nobody reads it. It is killed when `ending` aborts.
 */
export const serveCommands = (
	session: Session,
	stream: ServerChannel,
	command: string,
	{root, exec, env = {}}: How,
	over: AbortSignal,
	ending: AbortSignal,
): void => {
	stream.on('error', () => {});
	if (exec?.(inner(command), stream) === true) return;
	if (!existsSync(shell)) {
		stream.stderr.write(`${shell}: not found\n`);
		stream.exit(127);
		stream.end();
		return;
	}

	const child = spawn(shell, ['-c', command], {
		cwd: root,
		env: {PATH: process.env['PATH'], HOME: root, LANG: 'C.UTF-8', ...env},
		detached: true,
		stdio: 'pipe',
	});
	const kill = (signal: string) => {
		if (child.pid === undefined) return;
		try {
			process.kill(-child.pid, signal);
		} catch {
			// The whole group has ended.
		}
	};

	const end = () => kill('SIGKILL');
	const hangUp = () => {
		for (const pipe of child.stdio) pipe?.destroy();
	};
	over.addEventListener('abort', hangUp, {once: true});
	ending.addEventListener('abort', end, {once: true});
	if (over.aborted) hangUp();
	if (ending.aborted) end();
	session.on('signal', (accept, _reject, {name}) => {
		kill(`SIG${name}`);
		accept?.();
	});
	child.stdin.on('error', () => {}); // The command need not read it.
	stream.pipe(child.stdin);
	child.stdout.pipe(stream, {end: false});
	child.stderr.pipe(stream.stderr, {end: false});
	child.on('error', () => {
		stream.exit(126);
		stream.end();
	});
	child.on('close', (code, signal) => {
		over.removeEventListener('abort', hangUp);
		ending.removeEventListener('abort', end);
		if (signal === null) stream.exit(code ?? 0);
		else stream.exit(signal.replace('SIG', ''));
		stream.end();
	});
};
