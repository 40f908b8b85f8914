import {ProblemError, type Problem} from '../../../domain/problem.ts';
import type {Connection} from '../../connection.ts';
import {fileProblem} from '../../host/explain-host.ts';
import {createScanAnswer} from './scan-answer.ts';
import {expressionsOf} from './scan-expressions.ts';
import {scanHere} from './scan-here.ts';
import type {Scanned, ScanRequest} from './scan-request.ts';
import {checkScript, exits, scanScript} from './scan-script.ts';
import {createHolder} from './unended.ts';

/** Another file stands where the piece was, or it was emptied: whoever searches it has to look again which pieces there are. */
export class PieceReplacedError extends ProblemError {}

/**
 * Searches a piece of a log on the host that has it, so that only what was found crosses the link. The bytes are read over the link where the
 * host has no tools for it, or where nearly every line is wanted. What a line holds is valid until the next is asked for. Ends with an `end`,
 * throws a `ProblemError`, or the signal's reason when that aborts; nothing goes on on the host then, nor when the reader stops early.
 */
export async function* scan(
	connection: Connection,
	request: ScanRequest,
	signal: AbortSignal,
): AsyncGenerator<Scanned, void, undefined> {
	const {piece, start, end} = request;
	const expressions = expressionsOf(request);
	const script = expressions === undefined ? checkScript(request) : scanScript(request, expressions);
	const answer = createScanAnswer(request);
	const holder = piece.compressed && end === Infinity ? createHolder() : undefined;
	let exit: number | undefined;
	for await (const chunk of connection.run(script, signal)) {
		if (chunk.from === 'exit') exit = chunk.code;
		else {
			const found = answer.push(chunk.from, chunk.bytes);
			yield* holder === undefined ? found : found.flatMap(one => holder.take(one));
		}
	}
	const isOverLink = exit === exits.unable || (expressions === undefined && exit === 0);
	const counts = isOverLink ? yield* scanHere(connection, request, signal) : answer.counts;
	if (!isOverLink && exit !== 0) throw problemOf(connection.label, piece.path, exit);
	if (counts === undefined || answer.failure !== undefined) throw problemOf(connection.label, piece.path, exits.failed);
	// It was emptied while it was searched, and nobody knows what of it was seen.
	if (!piece.compressed && counts.bytes < end - start) throw problemOf(connection.label, piece.path, exits.replaced);
	if (holder !== undefined) yield* holder.end(start + counts.bytes);
	yield {kind: 'end', lines: counts.lines, bytes: Math.min(counts.bytes, end - start)};
}

const problemOf = (label: string, path: string, exit: number | undefined): ProblemError => {
	const what = `Cannot read ${path} on ${label}`;
	switch (exit ?? exits.failed) {
		case exits.ENOENT:
			return new ProblemError(fileProblem(label, path, 'ENOENT'));
		case exits.EACCES:
			return new ProblemError(fileProblem(label, path, 'EACCES'));
		case exits.EISDIR:
			return new ProblemError(fileProblem(label, path, 'EISDIR'));
		case exits.notRegular:
			return new ProblemError(notRegular(what));
		case exits.replaced:
			return new PieceReplacedError(replaced(what));
		default:
			return new ProblemError(fileProblem(label, path, undefined));
	}
};

const notRegular = (what: string): Problem => ({
	what,
	why: 'it is not a regular file',
	next: 'name a file that the log is written to in your config',
});

const replaced = (what: string): Problem => ({
	what,
	why: 'another file has taken its place, or it was emptied',
	next: 'search again',
});
