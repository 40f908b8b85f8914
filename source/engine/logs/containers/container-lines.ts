import type {LogLine} from '../../../domain/log.ts';
import {instantAt} from '../../../parse/lines/instant.ts';
import {createLineReader, textOf, type LineReader} from '../../../parse/lines/lines.ts';
import type {Frame} from '../../../parse/docker/docker-frames.ts';

/** Docker puts RFC 3339 with nine digits and a space before each line. */
const stampLength = '2026-11-20T06:00:44.123456789Z '.length;
const stamps = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z /g;
/** Docker keeps longer lines in parts, each with a stamp of its own. https://github.com/moby/moby/blob/v27.0.0/daemon/logger/copier.go */
const partLength = 16 * 1024;

export type ContainerLine = {
	readonly line: LogLine;
	/** Bytes the container wrote for it, its line end included. */
	readonly bytes: number;
	readonly from: Frame['from'];
};

export type ContainerLines = {push(frame: Frame): void; end(): void};

/** Microseconds since 1970; a number holds a quarter of one, which is closer together than a container writes. */
const microsecondsOf = (wall: number, stamp: string): number =>
	Math.floor(wall / 1000) * 1_000_000 + Number(stamp.slice(20, 29)) / 1000;

/** The output of a container, read with `timestamps`, as lines. */
export const createContainerLines = (containerId: string, take: (line: ContainerLine) => void): ContainerLines => {
	let last = 0;
	const readerOf = (from: Frame['from']): LineReader =>
		createLineReader(
			raw => {
				const text = textOf(raw);
				const instant = instantAt(text, 0);
				const stamp = instant === undefined ? '' : text.slice(0, stampLength - 1);
				const rest = instant === undefined ? text : text.slice(stampLength);
				const whole = rest.length > partLength ? rest.replaceAll(stamps, '') : rest;
				const at = instant === undefined ? undefined : new Date(instant.wall);
				const bytes = raw.size - (instant === undefined ? 0 : stampLength);
				const position = instant === undefined ? last : microsecondsOf(instant.wall, stamp);
				last = position;
				const line = {text: whole, at, part: containerId, position, ...(from === 'stderr' && {stream: from})};
				take({line, bytes, from});
			},
			{stamp: stampLength, limit: 64 * 1024 + stampLength},
		);
	const readers = {stdout: readerOf('stdout'), stderr: readerOf('stderr')};
	return {
		push: ({from, bytes}) => readers[from].push(bytes),
		end() {
			readers.stdout.end();
			readers.stderr.end();
		},
	};
};
