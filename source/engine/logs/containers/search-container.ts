import type {LogRow} from '../../../domain/log.ts';
import {createAround} from '../../../parse/filter/around.ts';
import {createErrorSpotter} from '../../../parse/errors/error-spotter.ts';
import {withoutMemory} from '../../../parse/filter/without-memory.ts';
import type {Found, FoundError, FoundErrors, FoundRow, LogQuery} from '../../log.ts';
import {scan, type Scan} from './scan.ts';

/** What is found between two reports at the most. */
const mostFound = 1000;

/** Finds lines in a range of a container's log. Docker cannot search, so the range is read once and nothing is kept but what is found. */
export async function* searchContainer(
	range: Scan,
	{pattern, inverse, context}: Pick<LogQuery, 'pattern' | 'inverse' | 'context'>,
	signal: AbortSignal,
): AsyncGenerator<Found, void, undefined> {
	const wanted = withoutMemory(pattern);
	let rows: FoundRow[] = [];
	const around = createAround<LogRow>(
		context,
		row => row.kind === 'line' && wanted.test(row.line.text) !== inverse,
		found => rows.push(found),
	);
	const hasMuch = (): boolean => rows.length >= mostFound;
	for await (const report of scan(range, row => around.push(row), hasMuch, signal)) {
		const found = rows;
		rows = [];
		yield {...report, rows: found, problems: []};
	}
}

/** Finds the errors in a range of a container's log, with their tracebacks. Its two outputs are told apart. */
export async function* findContainerErrors(
	range: Scan,
	errors: RegExp,
	signal: AbortSignal,
): AsyncGenerator<FoundErrors, void, undefined> {
	let closed: FoundError[] = [];
	const spotter = createErrorSpotter({errors}, error => closed.push(error));

	/** Those that are complete, but for what comes behind one that is not: the outputs take turns. */
	const take = (): readonly FoundError[] => {
		const before = Math.min(...spotter.open().map(({row}) => row.line.position));
		const sorted = closed.toSorted((one, other) => one.row.line.position - other.row.line.position);
		closed = sorted.filter(({row}) => row.line.position >= before);
		return sorted.filter(({row}) => row.line.position < before);
	};

	for await (const report of scan(range, spotter.push, () => closed.length >= mostFound, signal)) {
		if (report.end === undefined) {
			yield {...report, events: take(), problems: []};
			continue;
		}
		const open = spotter.open();
		spotter.end();
		yield {...report, events: take(), open, problems: []};
	}
}
