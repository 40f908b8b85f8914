import type {HostClock} from '../../../domain/time/host-clock.ts';
import type {LogLine, LogRow} from '../../../domain/log.ts';
import {createLineReader, type RawLine} from '../../../parse/lines/lines.ts';
import type {Followed, Mark} from '../../log.ts';
import {createHostLines} from '../host-lines.ts';
import type {FileSource} from '../sources.ts';
import {createTrail} from '../trail.ts';
import type {Fingerprint} from './memory.ts';
import {rule} from './stretch.ts';

type Rule = Extract<LogRow, {kind: 'rule'}>;

/** A piece that was followed, as far as it was read. */
export type Left = {readonly part: string; readonly position: number};

/** How far a log has been followed, and the rows that came of it. */
export type Cursor = {
	/** The piece it is in, and the bytes of it that were read. */
	readonly part: string;
	readonly position: number;
	/** The piece that it was in before, as far as that was read. */
	readonly left: Left | undefined;
	/** What was read last of that piece. */
	fingerprint(): Fingerprint;
	push(bytes: Uint8Array): void;
	/** Goes on in a copy of the piece. */
	rename(part: string): void;
	/** The piece is complete: what is not ended is a line. Goes on in another one. */
	move(part: string, position: number, trail?: Buffer): void;
	/** A row of our own, behind all lines so far. */
	say(words: string, known?: Pick<Partial<Rule>, 'more' | 'at' | 'unended'>): void;
	/** The rows since the last time, and where what follows them begins. */
	take(): Followed;
	/** What has begun and not ended. */
	unfinished(): {readonly raw: RawLine; readonly line: LogLine} | undefined;
};

/** `from` is where a log goes on of which nothing is there yet. */
export const createCursor = (source: FileSource, clock: () => HostClock, from: Mark): Cursor => {
	let rows: LogRow[] = [];
	let part = '';
	let left: Left | undefined;
	let lineOf = createHostLines(part, clock);
	let reader = createLineReader(take);
	let trail = createTrail();

	function take(raw: RawLine): void {
		rows.push({kind: 'line', source, line: lineOf(raw)});
	}

	return {
		get part() {
			return part;
		},
		get position() {
			return reader.position;
		},
		get left() {
			return left;
		},
		fingerprint: () => ({position: reader.position, trail: trail.bytes()}),
		push(bytes) {
			reader.push(bytes);
			trail.add(bytes);
		},
		rename(to) {
			part = to;
			lineOf = createHostLines(part, clock);
		},
		move(to, position, before) {
			reader.end();
			left = part === '' || part === to ? undefined : {part, position: reader.position};
			part = to;
			lineOf = createHostLines(part, clock);
			reader = createLineReader(take, {position});
			trail = createTrail();
			if (before !== undefined) trail.add(before);
		},
		say(words, known) {
			rows.push({...rule(source, words), ...known});
		},
		take() {
			const taken = rows;
			rows = [];
			// A line that has not ended is read again.
			const position = reader.unfinished()?.position ?? reader.position;
			return {rows: taken, end: part === '' ? from : new Map([[source.key, {part, position}]])};
		},
		unfinished() {
			const raw = reader.unfinished();
			return raw && {raw, line: lineOf(raw)};
		},
	};
};
