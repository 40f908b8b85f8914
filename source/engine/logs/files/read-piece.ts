import {ProblemError, type Problem} from '../../../domain/problem.ts';
import type {ByteRange, Connection} from '../../connection.ts';
import {fileProblem} from '../../host/explain-host.ts';
import {sh} from '../../host/shell.ts';
import {packingOf} from './packing.ts';
import type {Piece} from './piece.ts';

type Place = Pick<Piece, 'path' | 'compressed'>;

/** What a piece holds, decompressed on the host where it is compressed; `end` is exclusive and left out for "to the end". */
export const unpacked = (path: string, {start, end}: ByteRange): string => {
	const from = start === 0 ? '' : sh` | tail -c ${`+${start + 1}`}`;
	const upTo = end === undefined ? '' : sh` | head -c ${Math.max(0, end - start)}`;
	// The messages are read, so they must not be translated.
	return sh`export LC_ALL=C; ${packingOf(path).tool} -dc -- ${path}` + from + upTo;
};

/**
 * The bytes of a piece in a range of what it holds; what lies past its end is simply not there. A compressed one is decompressed on the
 * host from its start up to the end of the range. Throws a `ProblemError`, for one that is not whole too.
 */
export async function* readPiece(
	connection: Connection,
	{path, compressed}: Place,
	range: ByteRange,
	signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
	if (!compressed) {
		yield* connection.readFile(path, range, signal);
		return;
	}
	let said = '';
	for await (const chunk of connection.run(unpacked(path, range), signal)) {
		if (chunk.from === 'stdout') yield chunk.bytes;
		else if (chunk.from === 'stderr' && said.length < 4096) said += Buffer.from(chunk.bytes).toString('latin1');
	}
	signal.throwIfAborted();
	const problem = packingProblem(connection.label, path, said);
	if (problem !== undefined) throw new ProblemError(problem);
}

/** What the decompressing tool complained of, undefined when of nothing: of a pipe that was closed it may. */
export const packingProblem = (label: string, path: string, said: string): Problem | undefined => {
	const complaint = said
		.split('\n')
		.find(
			line => line.trim() !== '' && !/Broken pipe|write error|trailing garbage ignored|trailing zero bytes/i.test(line),
		);
	if (complaint === undefined) return undefined;
	if (complaint.includes('No such file')) return fileProblem(label, path, 'ENOENT');
	if (complaint.includes('Permission denied')) return fileProblem(label, path, 'EACCES');
	const what = `Cannot read ${path} on ${label}`;
	const {tool} = packingOf(path);
	return /: (command )?not found/.test(complaint)
		? {what, why: `there is no \`${tool}\` to decompress it`, next: `install ${tool} there`}
		: {what, why: `\`${tool}\` cannot decompress it to its end`, next: `look at it with \`${tool} -t ${path}\` there`};
};

/** How many bytes a piece holds: those of a compressed one are counted on the host, which takes as long as decompressing it. */
export const bytesIn = async (connection: Connection, piece: Piece, signal: AbortSignal): Promise<number> => {
	if (!piece.compressed) return piece.size;
	let counted = '';
	let said = '';
	for await (const chunk of connection.run(`${unpacked(piece.path, {start: 0})} | wc -c`, signal)) {
		if (chunk.from === 'stdout') counted += Buffer.from(chunk.bytes).toString('latin1');
		else if (chunk.from === 'stderr' && said.length < 4096) said += Buffer.from(chunk.bytes).toString('latin1');
	}
	signal.throwIfAborted();
	const problem = packingProblem(connection.label, piece.path, said);
	if (problem !== undefined) throw new ProblemError(problem);
	return Number(counted);
};
