import {nameless, type TimeKind} from '../../../domain/data/newest.ts';
import {printable} from '../../../domain/printable.ts';
import type {ProcedureRows} from '../../../domain/data/procedure-rows.ts';
import type {InWords} from './text.ts';

/** A column of an answer. */
export type Heading = {
	readonly name: string;
	/** Undefined when it says nothing about time. */
	readonly kind: TimeKind | undefined;
	readonly inWords: InWords;
};

/** What may be shown of an answer. */
export type Permitted = {
	/** Names that the config gives, whatever their case. */
	readonly columns: readonly string[];
	/** The column with the timestamp, where the config names it. */
	readonly timestampColumn: string | undefined;
	/** Whether the age of the data is read in a column, so that one with a time is shown even when it is not named. */
	readonly byColumn: boolean;
};

/** A column of times, and the newest value in it; of a wall clock what stood there, as if it were UTC. */
export type Candidate = {readonly name: string; readonly kind: TimeKind; readonly newest: Date};

/** What is kept of an answer. */
export type Kept = Pick<ProcedureRows, 'columns' | 'rows' | 'total' | 'withheld' | 'absent' | 'resultSets'>;

/** Rows that are kept. */
const most = 200;

type Shown = Heading & {readonly index: number; readonly named: boolean; newest: Date | undefined};

type ResultSet = {
	readonly headings: readonly Heading[];
	readonly shown: readonly Shown[];
	readonly rows: Array<ReadonlyArray<string | undefined>>;
	total: number;
};

/**
 * Looks at an answer as it comes, and keeps of its first rows what may be shown, and no value of the others but the newest times. Where no
 * column is named for the timestamp, which one is judged is known at the end only: until then the times with an hour of these rows are held, and
 * then all but those of the one are let go. A bare day is never held unless it is named.
 */
export type Keeper = {
	began(headings: readonly Heading[]): void;
	came(row: readonly unknown[]): void;
	hasBegun(): boolean;
	/** Rows of the result set that is shown, so far. */
	count(): number;
	/** Milliseconds since the last row of any result set; undefined while none has come. */
	quiet(): number | undefined;
	/** @param reach how far a column of times reaches; the furthest is shown where none is named, and none where all are NULL */
	kept(reach: (candidate: Candidate) => number): Kept;
};

export const createKeeper = (permitted: Permitted): Keeper => {
	let resultSets = 0;
	let meant: ResultSet | undefined;
	let latest: ResultSet | undefined;
	let lastRow: number | undefined;
	return {
		began(headings) {
			resultSets++;
			latest = {headings, shown: shownOf(headings, permitted), rows: [], total: 0};
			// As the check has it: the first with the column that the config names, or else the first of all.
			if (meant === undefined || (!hasTimestamp(meant, permitted) && hasTimestamp(latest, permitted))) meant = latest;
		},
		came(row) {
			lastRow = performance.now();
			if (latest === undefined || latest !== meant) return;
			latest.total++;
			for (const column of latest.shown) {
				const value = row[column.index];
				if (value instanceof Date && value.getTime() > (column.newest?.getTime() ?? -Infinity)) column.newest = value;
			}
			if (latest.rows.length < most) latest.rows.push(latest.shown.map(({index, inWords}) => inWords(row[index])));
		},
		hasBegun: () => meant !== undefined,
		quiet: () => (lastRow === undefined ? undefined : performance.now() - lastRow),
		count: () => meant?.total ?? 0,
		kept(reach) {
			const {headings, shown, rows, total} = meant ?? {headings: [], shown: [], rows: [], total: 0};
			const furthest = shown
				.flatMap(({named, name, kind, newest}, at) =>
					named || kind === undefined || newest === undefined ? [] : [{at, reach: reach({name, kind, newest})}],
				)
				.toSorted((one, other) => other.reach - one.reach)
				.at(0)?.at;
			const places = shown.flatMap(({named}, at) => (named || at === furthest ? [at] : []));
			const seen = new Set(places.map(at => shown[at]?.index));
			return {
				columns: places.map(at => nameOf(shown[at])),
				rows: rows.map(row => places.map(at => row[at])),
				total,
				withheld: headings.filter((_, index) => !seen.has(index)).map(heading => nameOf(heading)),
				absent: namesIn(permitted).filter(name => !headings.some(heading => isCalled(heading, name))),
				resultSets,
			};
		},
	};
};

const shownOf = (headings: readonly Heading[], permitted: Permitted): readonly Shown[] =>
	headings.flatMap((heading, index): readonly Shown[] => {
		const named = namesIn(permitted).some(name => isCalled(heading, name));
		// A bare day is more often a birthday than the time of a registration.
		const told = heading.kind === 'instant' || heading.kind === 'wall clock';
		const candidate = permitted.byColumn && permitted.timestampColumn === undefined && told;
		return named || candidate ? [{...heading, index, named, newest: undefined}] : [];
	});

const hasTimestamp = ({headings}: ResultSet, {timestampColumn}: Permitted): boolean =>
	timestampColumn !== undefined && headings.some(heading => isCalled(heading, timestampColumn));

const namesIn = ({columns, timestampColumn}: Permitted): readonly string[] => [
	...(timestampColumn === undefined ? [] : [timestampColumn]),
	...columns,
];

/** As SQL Server usually compares names. */
const isCalled = ({name}: Heading, wanted: string): boolean => name.toLowerCase() === wanted.toLowerCase();

/** A column need not have a name. */
const nameOf = (heading: Heading | undefined): string => printable(heading?.name ?? '') || nameless;
