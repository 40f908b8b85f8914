import type {LogRow, LogSource} from '../../../../source/domain/log.ts';
import {ProblemError} from '../../../../source/domain/problem.ts';
import type {Edge, Found, Log, LogWindow, Mark} from '../../../../source/engine/log.ts';
import type {PartLog} from '../../../../source/engine/logs/merged/parts.ts';
import {createAround} from '../../../../source/parse/filter/around.ts';
import {createBell} from '../../../../source/streams/bell.ts';

/** A line of a log in memory: when it was written in seconds, undefined where it does not say, and what it says. */
export type Written = readonly [seconds: number | undefined, text: string];

export const timeOf = (seconds: number): Date => new Date(1_790_000_000_000 + seconds * 1000);

export const broken = new ProblemError({what: 'Cannot read', why: 'the disk is gone', next: 'look for it'});

export const sourceOf = (name: string): LogSource => ({kind: 'file', key: `file:${name}`, name, path: `/${name}`});

export type MemoryLog = PartLog & {
	write(...more: readonly Written[]): void;
	/** From now on it cannot be read, until told otherwise. */
	breaks(does: boolean): void;
	/** A sign of life. */
	beat(): void;
};

/** A log in memory, whose positions are the numbers of its lines. */
export const createMemoryLog = (name: string, ...first: readonly Written[]): MemoryLog => {
	const source = sourceOf(name);
	const written = [...first];
	let isBroken = false;
	let beats = 0;
	const bells = new Set<() => void>();
	const ring = (): void => {
		for (const one of bells) one();
	};

	const rowAt = (position: number): LogRow => {
		const [seconds, text] = written[position] ?? [undefined, ''];
		const at = seconds === undefined ? undefined : timeOf(seconds);
		return {kind: 'line', source, line: {text, at, part: name, position}};
	};
	const rowsBetween = (start: number, end: number): LogRow[] =>
		Array.from({length: Math.max(0, end - start)}, (_, index) => rowAt(start + index));
	const markAt = (position: number): Mark => new Map([[source.key, {part: name, position}]]);
	const check = (): void => {
		if (isBroken) throw broken;
	};

	/** The first line behind an edge. */
	const behind = (edge: Edge, direction: 'before' | 'after'): number => {
		if (edge === 'start') return 0;
		if (edge === 'end') return written.length;
		if ('mark' in edge) return edge.mark.get(source.key)?.position ?? 0;
		if ('row' in edge) return edge.row.line.position + (direction === 'after' ? 1 : 0);
		const index = written.findIndex(([seconds]) => seconds !== undefined && timeOf(seconds) >= edge.time);
		return index === -1 ? written.length : index;
	};

	const log: Log = {
		async read(from, direction, count): Promise<LogWindow> {
			check();
			const at = behind(from, direction);
			const [start, end] =
				direction === 'before' ? [Math.max(0, at - count), at] : [at, Math.min(written.length, at + count)];
			return {
				rows: rowsBetween(start, end),
				start: markAt(start),
				end: markAt(end),
				more: direction === 'before' ? start > 0 : end < written.length,
			};
		},
		async *follow(from, signal) {
			const bell = createBell();
			bells.add(bell.ring);
			signal.addEventListener('abort', bell.ring, {once: true});
			let next = from.get(source.key)?.position ?? 0;
			let heard = beats;
			while (!signal.aborted) {
				check();
				if (next < written.length) {
					const rows = rowsBetween(next, written.length);
					next = written.length;
					yield {rows, end: markAt(next)};
				} else if (heard < beats) {
					heard = beats;
					yield {rows: [], end: markAt(next)};
				} else {
					await bell.rung();
				}
			}
			bells.delete(bell.ring);
		},
		async *search({pattern, inverse, context, from, to}) {
			const [start, end] = [behind(from, 'after'), behind(to, 'before')];
			const whole = (lines: number): Found['searched'] => {
				const times = rowsBetween(start, start + lines).flatMap(row =>
					row.kind === 'line' ? (row.line.at ?? []) : [],
				);
				return {lines, bytes: lines * 10, from: times[0], to: times.at(-1), range: {kind: 'whole'}};
			};
			let rows: Found['rows'] = [];
			const around = createAround<LogRow>(
				context,
				row => row.kind === 'line' && pattern.test(row.line.text) !== inverse,
				row => {
					rows = [...rows, row];
				},
			);
			for (const [index, row] of rowsBetween(start, end).entries()) {
				check();
				around.push(row);
				if (index % 3 !== 2) continue;
				yield {rows, searched: whole(index + 1), done: (index + 1) / (end - start), end: undefined, problems: []};
				rows = [];
			}
			check();
			yield {rows, searched: whole(end - start), done: 1, end: markAt(end), problems: []};
		},
		async *findErrors(from, to, signal) {
			const asked = {pattern: /ERROR/, inverse: false, context: 0, from, to};
			for await (const {rows, ...rest} of log.search(asked, signal)) {
				const events = rows.flatMap(({row}) => (row.kind === 'line' ? {row, details: [], exception: undefined} : []));
				yield {...rest, events};
			}
		},
	};

	return {
		source,
		log,
		write(...more) {
			written.push(...more);
			ring();
		},
		breaks(does) {
			isBroken = does;
			ring();
		},
		beat() {
			beats += 1;
			ring();
		},
	};
};

/** What rows say, with where it comes from. */
export const said = (rows: readonly LogRow[]): readonly string[] =>
	rows.map(row => (row.kind === 'line' ? `${row.source.name}: ${row.line.text}` : `── ${row.words}`));
