import {basename, dirname, join} from 'node:path/posix';
import {ProblemError} from '../../../domain/problem.ts';
import type {Connection} from '../../connection.ts';
import {fileProblem} from '../../host/explain-host.ts';
import {sh} from '../../host/shell.ts';
import {packedEnding} from './packing.ts';
import type {Piece} from './piece.ts';

const exits = {ENOENT: 81, EACCES: 82} as const;

/** Attempts at a list while files are renamed. */
const patience = 8;

// They are listed twice: a file that is renamed between being named and being looked at would seem to be gone.
// Only names without anything but digits and a few signs behind the log's own are asked for, so none can look like an answer.
const question = (directory: string, name: string): string => sh`unset CDPATH
cd -- ${directory} 2>/dev/null || { test -d ${directory} && exit ${exits.EACCES}; exit ${exits.ENOENT}; }
name=${name}
exec 2>/dev/null
list() {
	set --
	for file in "$name" "$name".[0-9]* "$name"-[0-9]*; do
		case "\${file#"$name"}" in *[!-.:_0-9A-Za-z]*) ;; *) set -- "$@" "$file" ;; esac
	done
	stat -L -c '%f %d %i %s %Y %n' -- "$@"
}
list; echo =; list
exit 0`;

// logrotate's numbers and dates (dateext, with a time too), and those of Python's RotatingFileHandler and TimedRotatingFileHandler:
// https://github.com/logrotate/logrotate/blob/main/logrotate.8.in, https://docs.python.org/3/library/logging.handlers.html
const rotated = new RegExp(
	String.raw`^(?:\.(?<number>\d{1,5})|[.-](?<date>\d{4}-?\d\d(?:-?\d\d)?(?:[-_.T:]?\d\d?)*))(?:${packedEnding})?$`,
);
const packed = new RegExp(`${packedEnding}$`);
const regular = 0o100_000;
const kindMask = 0o170_000;

type Listed = {readonly piece: Piece; readonly suffix: string; readonly isFile: boolean};

/**
 * The files that a log consists of, oldest first, the one that is written to last: `training.log` with `training.log.1`,
 * `training.log.2.gz`, `training.log-20261120.gz`, `training.log.2026-11-20` beside it, ordered by when they were written last and where
 * that is the same by their numbers or dates. One round trip. Without the one that is written to those it was rotated to; a `ProblemError`
 * where there is none at all.
 */
export const listPieces = async (
	connection: Pick<Connection, 'run' | 'label'>,
	path: string,
	signal: AbortSignal,
): Promise<readonly Piece[]> => {
	const name = basename(path);
	const ask = async (): Promise<readonly Listed[] | undefined> => {
		let answer = Buffer.alloc(0);
		for await (const chunk of connection.run(question(dirname(path), name), signal)) {
			if (chunk.from === 'stdout') answer = Buffer.concat([answer, chunk.bytes]);
			if (chunk.from === 'exit' && chunk.code !== 0) {
				const code = Object.entries(exits).find(([, exit]) => exit === chunk.code)?.[0];
				throw new ProblemError(fileProblem(connection.label, path, code));
			}
		}
		signal.throwIfAborted();
		const [first, second] = answer
			.toString()
			.split(/^=$/m)
			.map(one => read(one, path));
		return first !== undefined && second !== undefined && isSame(first, second) ? second : undefined;
	};

	let listed = await ask();
	for (let attempt = 1; listed === undefined && attempt < patience; attempt += 1) listed = await ask();
	if (listed === undefined) {
		throw new ProblemError({
			what: `Cannot read ${path} on ${connection.label}`,
			why: 'its files are renamed all the time',
			next: 'try again in a moment',
		});
	}
	const files = listed.filter(({isFile}) => isFile);
	const live = files.find(({suffix}) => suffix === '');
	const older = files
		.filter(({suffix, piece}) => suffix !== '' && piece.part !== live?.piece.part)
		// While it is being compressed a file is there twice, and the compressed one is not whole.
		.filter(({suffix}) => !packed.test(suffix) || !files.some(other => other.suffix === suffix.replace(packed, '')))
		.toSorted(byAge);
	const pieces = [...older, ...(live === undefined ? [] : [live])].map(({piece}) => piece);
	if (pieces.length > 0) return pieces;
	throw new ProblemError(
		listed.length === 0
			? fileProblem(connection.label, path, 'ENOENT')
			: {
					what: `Cannot read ${path} on ${connection.label}`,
					why: 'it is a directory or a device, not a file',
					next: 'name a file in your config',
				},
	);
};

/** Whether the files have the same names in both. */
const isSame = (one: readonly Listed[], other: readonly Listed[]): boolean =>
	one.length === other.length &&
	one.every(({piece}, index) => piece.part === other[index]?.piece.part && piece.path === other[index].piece.path);

const read = (answer: string, path: string): readonly Listed[] => {
	const name = basename(path);
	const facts = new RegExp(
		String.raw`^(?<mode>[\da-f]+) (?<device>\d+) (?<inode>\d+) (?<size>\d+) (?<seconds>-?\d+) ${name.replaceAll(/[^\w\s]/g, String.raw`\$&`)}(?<suffix>.*)$`,
		'gm',
	);
	return [...answer.matchAll(facts)].flatMap(({groups}) => {
		if (groups === undefined) return [];
		const {mode = '', device, inode, size, seconds, suffix = ''} = groups;
		if (suffix !== '' && !rotated.test(suffix)) return [];
		const piece = {
			path: join(dirname(path), name + suffix),
			part: `${device}:${inode}`,
			size: Number(size),
			modifiedAt: new Date(Number(seconds) * 1000),
			compressed: packed.test(suffix),
		};
		return [{piece, suffix, isFile: (Number.parseInt(mode, 16) & kindMask) === regular}];
	});
};

/** The larger number is the older one, the larger date the younger one; what has a number is younger than what has a date. */
const byAge = (one: Listed, other: Listed): number => {
	const apart = one.piece.modifiedAt.getTime() - other.piece.modifiedAt.getTime();
	if (apart !== 0) return apart;
	const [first, second] = [one, other].map(({suffix}) => rotated.exec(suffix)?.groups?.['number']);
	if (first !== undefined && second !== undefined) return Number(second) - Number(first);
	if (first !== undefined) return 1;
	if (second !== undefined) return -1;
	return one.suffix < other.suffix ? -1 : 1;
};
