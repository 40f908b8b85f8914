import type {LineRow, LogRow} from '../../../domain/log.ts';
import {createAround} from '../../../parse/around.ts';
import {createFolder, type Folder} from '../../../parse/tracebacks.ts';
import {withoutMemory} from '../../../parse/without-memory.ts';
import type {Found, FoundError, FoundErrors, FoundRow, LogQuery} from '../../log.ts';
import type {ContainerLine} from './container-lines.ts';
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

/** A line as it is folded. */
type Folded = {readonly text: string; readonly row: LineRow};

/** Finds the errors in a range of a container's log, with their tracebacks. Its two outputs are folded apart. */
export async function* findContainerErrors(
	range: Scan,
	errors: RegExp,
	signal: AbortSignal,
): AsyncGenerator<FoundErrors, void, undefined> {
	const wanted = withoutMemory(errors);
	let closed: FoundError[] = [];
	const open = (): Folder<Folded> =>
		createFolder<Folded>(
			text => wanted.test(text),
			({line: {row}, ...rest}) => closed.push({row, ...rest}),
		);
	const folders: Readonly<Record<ContainerLine['from'], Folder<Folded>>> = {stdout: open(), stderr: open()};

	/** Those that are complete, but for what comes behind one that is not: the outputs take turns. */
	const take = (): readonly FoundError[] => {
		const oldest = Object.values(folders).flatMap(folder => folder.open().map(({line: {row}}) => row.line.position));
		const before = Math.min(...oldest);
		const sorted = closed.toSorted((one, other) => one.row.line.position - other.row.line.position);
		closed = sorted.filter(({row}) => row.line.position >= before);
		return sorted.filter(({row}) => row.line.position < before);
	};

	const push = (row: LineRow, stream: ContainerLine['from']): void => folders[stream].push({text: row.line.text, row});
	for await (const report of scan(range, push, () => closed.length >= mostFound, signal)) {
		if (report.end !== undefined) for (const folder of Object.values(folders)) folder.end();
		yield {...report, events: take(), problems: []};
	}
}
