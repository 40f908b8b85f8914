import type {LogLine} from '../../domain/log.ts';
import {ProblemError} from '../../domain/problem.ts';
import {bytesInWords} from '../../domain/words.ts';
import {createLineReader, type RawLine} from '../../parse/lines.ts';
import {firstOf} from '../../streams/first.ts';
import type {Connection} from '../connection.ts';
import type {LogBatch} from '../engine.ts';
import {followFile, sizeOf} from './follow-file.ts';
import type {HostClocks} from '../host/host-clock.ts';
import {createHostLines} from './host-lines.ts';
import {lineGone} from './line-gone.ts';
import type {FileSource} from './sources.ts';
import {createTrail} from './trail.ts';

/** Bytes on either side of a line that is looked at. */
const around = 64 * 1024;
/** What is shown of the end of a file. */
const end = {lines: 1000, bytes: 256 * 1024};

/** What the files of a host are read with. */
type Host = {readonly connection: Connection; readonly clocks: HostClocks};

const before = (bytes: number): string | undefined => (bytes === 0 ? undefined : `${bytesInWords(bytes)} before`);

const lineMaker = async (path: string, clocks: HostClocks, signal: AbortSignal): Promise<(raw: RawLine) => LogLine> => {
	const clock = await firstOf(clocks, signal);
	return createHostLines(path, () => clock);
};

/** The lines around one line, in one batch. */
export async function* openFileAround(
	{connection, clocks}: Host,
	{path}: FileSource,
	line: LogLine,
	signal: AbortSignal,
): AsyncGenerator<LogBatch, void, undefined> {
	const lineOf = await lineMaker(path, clocks, signal);
	const lines: LogLine[] = [];
	// From one byte earlier, so that what stands before the first line end is left out, be it a part of a line or nothing.
	const start = Math.max(0, line.position - around - 1);
	const reader = createLineReader(
		raw => {
			if (start === 0 || raw.position > start) lines.push(lineOf(raw));
		},
		{position: start},
	);
	const until = line.position + around;
	for await (const bytes of connection.readFile(path, {start, end: until}, signal)) reader.push(bytes);
	const unfinished = reader.unfinished();
	if (unfinished !== undefined && (reader.position < until || unfinished.position === line.position)) reader.end();
	const found = lines.find(({position}) => position === line.position);
	// A line that was cut off by the window is as long as the window, and the same as far as it is there.
	if (found === undefined || found.text.slice(0, 1000) !== line.text.slice(0, 1000)) {
		throw new ProblemError(lineGone(path, 'another one stands in its place: the file was replaced or emptied since'));
	}
	yield {lines, omitted: before(lines[0]?.position ?? 0)};
}

/**
 * The last lines, in one batch, then what is written. When another file takes its place a line says so. `interval` is that of
 * `followFile`.
 */
export async function* openFileEnd(
	{connection, clocks}: Host,
	{path}: FileSource,
	interval: number,
	signal: AbortSignal,
): AsyncGenerator<LogBatch, void, undefined> {
	const lineOf = await lineMaker(path, clocks, signal);
	let start = Math.max(0, (await sizeOf(connection, path, signal)) - end.bytes - 1);
	for (let first = true; ; first = false) {
		const batch: LogLine[] = [];
		const from = start;
		const reader = createLineReader(
			raw => {
				if (from === 0 || raw.position > from) batch.push(lineOf(raw));
			},
			{position: from},
		);
		const trail = createTrail();
		const push = (bytes: Uint8Array): void => {
			reader.push(bytes);
			trail.add(bytes);
		};
		if (first) {
			for await (const bytes of connection.readFile(path, {start: from}, signal)) push(bytes);
			const lines = batch.splice(0).slice(-end.lines);
			yield {lines, omitted: before(lines[0]?.position ?? from)};
		}
		const readSoFar = () => ({position: reader.position, trail: trail.bytes()});
		let isGone = false;
		for await (const news of followFile(connection, path, readSoFar, interval, 'lasting', signal)) {
			if (news.kind === 'anew') break;
			if (news.kind === 'bytes') push(news.bytes);
			else if (!isGone) yield rule(`${path}: ${news.problem.why}`, reader.position);
			isGone = news.kind === 'gone';
			const lines = batch.splice(0);
			if (lines.length > 0) yield {lines, omitted: undefined};
		}
		start = 0;
		yield rule('the file was emptied or replaced, it starts anew', 0);
	}
}

/** A line of our own among those of the log, so that what happened to it stands where it happened. */
const rule = (words: string, position: number): LogBatch => ({
	lines: [{text: `── ${words} ──`, at: undefined, part: '', position}],
	omitted: undefined,
});
