import {execFile, spawnSync} from 'node:child_process';
import {existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import type {Connection} from '../../../../source/engine/connection.ts';
import {openLocal} from '../../../../source/engine/host/local.ts';
import {sh} from '../../../../source/engine/host/shell.ts';
import {scan} from '../../../../source/engine/logs/files/scan.ts';
import type {ScanRequest} from '../../../../source/engine/logs/files/scan-request.ts';
import {textOf} from '../../../../source/parse/lines/lines.ts';

/** The path of a program of this machine. */
export const whereIs = (command: string): string | undefined => {
	const {stdout, status} = spawnSync('sh', ['-c', `command -v ${command}`], {encoding: 'utf8'});
	return status === 0 ? stdout.trim() : undefined;
};

const common = ['cat', 'dd', 'gzip', 'head', 'sh', 'sleep', 'stat', 'tail', 'tr', 'wc'];

/** What a host may have; each tool is a link of that name to a program. Undefined where this machine lacks one. */
const hosts: ReadonlyArray<readonly [string, Readonly<Record<string, string | undefined>>]> = [
	['GNU grep', {awk: whereIs('mawk') ?? whereIs('awk'), grep: whereIs('grep')}],
	['GNU grep with gawk', {awk: whereIs('gawk'), grep: whereIs('grep')}],
	['GNU grep with the awk of BusyBox', {awk: whereIs('busybox'), grep: whereIs('grep')}],
	['mawk', {awk: whereIs('mawk'), grep: undefined}],
	['gawk', {awk: whereIs('gawk'), grep: undefined}],
	['BusyBox', Object.fromEntries([...common, 'awk', 'grep'].map(name => [name, whereIs('busybox')]))],
	['nothing but a shell', {awk: undefined}],
];

export type ToolHost = {readonly name: string; over(connection: Connection): Connection};

/** A `sleep` that does not. */
export const hurried = {sleep: ['/usr/bin/true', '/bin/true'].find(path => existsSync(path))};

/** Hosts with these tools and no others, as far as this machine has them; `remove` takes the directories of links away. */
export const toolHosts = (
	instead: Readonly<Record<string, string | undefined>> = {},
): {readonly each: readonly ToolHost[]; remove(): void} => {
	const root = mkdtempSync(join(tmpdir(), 'mlops-tui-tools-'));
	const each = hosts
		.filter(([name, {awk}]) => awk !== undefined || name.startsWith('nothing'))
		.map(([name, tools]): ToolHost => {
			const directory = join(root, name.replaceAll(' ', '-'));
			mkdirSync(directory);
			const all = {...Object.fromEntries(common.map(tool => [tool, whereIs(tool)])), ...tools, ...instead};
			for (const [tool, program] of Object.entries(all))
				if (program !== undefined) symlinkSync(program, join(directory, tool));
			return {
				name,
				over: connection => ({
					...connection,
					run: (command, signal, options) =>
						connection.run(`${sh`PATH=${directory}`}\nexport PATH\n${command}`, signal, options),
				}),
			};
		});
	return {each, remove: () => rmSync(root, {recursive: true, force: true})};
};

export type Machine = AsyncDisposable & {readonly directory: string; readonly connection: Connection};

/** The machine that the tests run on, with what a test leaves on it. */
export const startMachine = (): Machine => {
	const directory = mkdtempSync(join(tmpdir(), 'mlops-tui-scan-'));
	const connection = openLocal();
	return {
		directory,
		connection,
		async [Symbol.asyncDispose]() {
			connection.close();
			rmSync(directory, {recursive: true, force: true});
		},
	};
};

export const never = new AbortController().signal;

export type Answer = {
	readonly lines: ReadonlyArray<{readonly position: number; readonly size: number; readonly text: string}>;
	readonly end: {readonly lines: number; readonly bytes: number} | undefined;
};

/** All that a scan says. */
export const answerOf = async (connection: Connection, request: ScanRequest): Promise<Answer> => {
	const lines: Array<Answer['lines'][number]> = [];
	let end: Answer['end'];
	let furthest = 0;
	for await (const found of scan(connection, request, never)) {
		if (found.kind === 'line') {
			const {position, size} = found.raw;
			lines.push({position, size, text: textOf(found.raw)});
		} else if (found.kind === 'progress') {
			if (found.position < furthest || found.position > request.end)
				throw new Error(`progress went to ${found.position}`);
			furthest = found.position;
		} else end = {lines: found.lines, bytes: found.bytes};
	}
	return {lines, end};
};

export const textsOf = ({lines}: Answer): readonly string[] => lines.map(({text}) => text);

/** The processes that have this in their command. */
export const processesWith = async (marker: string): Promise<readonly string[]> => {
	const {stdout} = await promisify(execFile)('ps', ['-eo', 'pid,args', '-ww'], {maxBuffer: 1 << 26});
	return stdout.split('\n').filter(line => line.includes(marker) && !line.includes('ps -eo'));
};

/** Reads on until there is no more. */
export const toTheEnd = async (found: AsyncIterable<unknown>): Promise<number> => {
	let count = 0;
	for await (const _ of found) count++;
	return count;
};
