/**
 * What a log view takes of memory while lines pour into it, and what one batch costs at the beginning and at the end.
 * `node --expose-gc bench/log-memory.ts [LINES]`
 */
import type {LogSource} from '../source/domain/log.ts';
import {unread} from '../source/store/log/state.ts';
import {capacity, shown, written} from '../source/store/log/stretch.ts';
import {median} from './figures.ts';

const [lines = 1_000_000] = process.argv.slice(2).map(Number);
/** As many as come in a tenth of a second at 50,000 lines a second. */
const batch = 5000;
const source: LogSource = {kind: 'file', key: 'file:/a.log', name: 'a', path: '/a.log'};
const mark = {mark: new Map()};

const rowsFrom = (first: number) =>
	Array.from({length: batch}, (_, index) => ({
		row: {
			kind: 'line',
			source,
			line: {
				text: `line ${first + index} ${'x'.repeat(90)}`,
				at: new Date(first + index),
				part: '1',
				position: first + index,
			},
		} as const,
		hit: false,
		apart: false,
	}));

const heap = (): number => {
	globalThis.gc?.();
	return process.memoryUsage().heapUsed / 1024 / 1024;
};

const before = heap();
let state = shown({rows: [], start: mark, end: mark, before: false, after: false})(unread([source], 'end', () => 1));
const costs: number[] = [];
for (let done = 0; done < lines; done += batch) {
	const rows = rowsFrom(done);
	const began = performance.now();
	state = written(rows, mark)(state);
	costs.push(performance.now() - began);
}
const after = heap();
const tenth = Math.ceil(costs.length / 10);
const [first, last] = [costs.slice(0, tenth), costs.slice(-tenth)].map(median);
console.log(
	`${lines} lines in batches of ${batch}: ${state.rows.length} held of at most ${capacity / 1024 / 1024} MiB`,
);
console.log(
	`heap grew by ${(after - before).toFixed(1)} MiB${globalThis.gc === undefined ? ' (not collected: run with --expose-gc)' : ''}`,
);
console.log(`a batch: ${first?.toFixed(2)} ms in the first tenth, ${last?.toFixed(2)} ms in the last`);
