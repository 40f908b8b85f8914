import {ProblemError} from '../../domain/problem.ts';
import type {ByteRange, FileFacts} from '../connection.ts';
import {fileProblem} from '../host/explain-host.ts';
import {sh} from '../host/shell.ts';
import {runCommand} from './command.ts';
import type {SshHost} from './host.ts';
import {runToEnd} from './run-to-end.ts';

const found = {ENOENT: 81, EACCES: 82, EISDIR: 83, ENOTDIR: 84} as const;

const errnoOf = (code: number | undefined): string | undefined =>
	Object.entries(found).find(([, exit]) => exit === code)?.[0];

/** The bytes of a file in this range, for servers without SFTP. */
export async function* readByCommand(
	host: SshHost,
	path: string,
	{start, end}: ByteRange,
	signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
	const check = sh`test -e ${path} || exit ${found.ENOENT}
test -d ${path} && exit ${found.EISDIR}
test -r ${path} || exit ${found.EACCES}
`;
	const read = sh`tail -c ${`+${start + 1}`} -- ${path}`;
	const limited = end === undefined ? read : `${read} | ${sh`head -c ${Math.max(0, end - start)}`}`;
	for await (const chunk of runCommand(host, check + limited, signal)) {
		if (chunk.from === 'stdout') yield chunk.bytes;
		if (chunk.from === 'exit' && chunk.code !== 0)
			throw new ProblemError(fileProblem(host.label, path, errnoOf(chunk.code)));
	}
}

/** The regular files of a directory, for servers without SFTP. A name with a line break in it is left out. */
export const listByCommand = async (
	host: SshHost,
	directory: string,
	signal: AbortSignal,
): Promise<readonly FileFacts[]> => {
	// Both GNU and BusyBox know these: mode in hexadecimal, size, seconds, name. A pattern that matches nothing is only a warning.
	const command = sh`test -e ${directory} || exit ${found.ENOENT}
test -d ${directory} || exit ${found.ENOTDIR}
cd -- ${directory} && test -r . || exit ${found.EACCES}
stat -L -c '%f %s %Y %n' -- * .[!.]* 2>/dev/null
exit 0`;
	const {code, stdout} = await runToEnd(runCommand(host, command, signal));
	if (code !== 0) throw new ProblemError(fileProblem(host.label, directory, errnoOf(code)));
	return stdout
		.split('\n')
		.map(line => /^(?<mode>[\da-f]+) (?<size>\d+) (?<seconds>\d+) (?<name>.+)$/.exec(line)?.groups)
		.filter(facts => facts !== undefined)
		.filter(({mode = ''}) => (Number.parseInt(mode, 16) & 0o170_000) === 0o100_000)
		.map(({size, seconds, name = ''}) => ({
			path: `${directory.replace(/\/$/, '')}/${name}`,
			size: Number(size),
			modifiedAt: new Date(Number(seconds) * 1000),
		}))
		.toSorted((a, b) => (a.path < b.path ? -1 : 1));
};
