import type {StoredProcedure} from '../sql/catalog.ts';
import type {Column, ProcedureAnswer, ProcedureCall, ResultSet, SqlMessage, Value} from '../procedure.ts';
import {SqlError} from '../procedure.ts';
import {readMoment} from '../wall-clock.ts';

/** What can become of a procedure. */
export type Change = (stored: StoredProcedure) => StoredProcedure;

/** It answers as before, and `change` makes something else of that. */
export const answering =
	(change: (answer: ProcedureAnswer, call: ProcedureCall) => ProcedureAnswer): Change =>
	stored => ({
		...stored,
		procedure: {...stored.procedure, run: async call => change(await stored.procedure.run(call), call)},
	});

/** It raises these instead of an answer. */
export const raising =
	(...errors: readonly SqlMessage[]): Change =>
	stored => ({
		...stored,
		procedure: {
			...stored.procedure,
			run() {
				const [first, ...others] = errors;
				if (first !== undefined && others.length === 0) throw new SqlError(first);
				return {errors};
			},
		},
	});

/** It answers as before, `ms` later, or not at all when the caller has gone by then. */
export const slowed =
	(ms: number): Change =>
	stored => ({
		...stored,
		procedure: {
			...stored.procedure,
			async run(call) {
				await pause(ms, call.signal);
				return stored.procedure.run(call);
			},
		},
	});

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
	new Promise((resolve, reject) => {
		const timer = setTimeout(resolve, ms);
		signal.addEventListener(
			'abort',
			() => {
				clearTimeout(timer);
				reject(new SqlError({message: 'The caller has gone.'}));
			},
			{once: true},
		);
	});

const isTime = ({type}: Column): boolean => type === 'datetimeoffset' || isWallClock(type);
const isWallClock = (type: Column['type']): boolean =>
	type === 'datetime' || type === 'datetime2' || type === 'smalldatetime';

/** The rows of each result set, changed value by value. */
const mapped = (
	{results = [], ...others}: ProcedureAnswer,
	change: (value: Value, column: Column, set: ResultSet, index: number) => Value,
): ProcedureAnswer => ({
	...others,
	results: results.map(set => ({
		columns: set.columns,
		rows: set.rows.map(row => set.columns.map((column, index) => change(row[index] ?? null, column, set, index))),
	})),
});

/** Every time in it is NULL. */
export const withoutTimes = (answer: ProcedureAnswer): ProcedureAnswer =>
	mapped(answer, (value, column) => (isTime(column) ? null : value));

export const withoutRows = ({results = [], ...others}: ProcedureAnswer): ProcedureAnswer => ({
	...others,
	results: results.map(({columns}) => ({columns, rows: []})),
});

/** All times moved alike, so that the newest of each column is `newest`. */
export const movedTo = (answer: ProcedureAnswer, newest: Date, {wallClock}: ProcedureCall): ProcedureAnswer =>
	mapped(answer, (value, column, {rows}, index) => {
		if (!isTime(column) || value === null) return value;
		const wall = isWallClock(column.type);
		const latest = Math.max(
			...rows.flatMap(row => ((row[index] ?? null) === null ? [] : [millisecondsOf(row[index])])),
		);
		const moved = new Date(
			millisecondsOf(value) + (wall ? millisecondsOf(wallClock(newest)) : newest.getTime()) - latest,
		);
		return wall ? textOf(moved) : moved;
	});

export const ago = ({now}: Pick<ProcedureCall, 'now'>, ms: number): Date => new Date(now.getTime() - ms);

/** Recent times, whatever the age of the data is. */
export const recent = (answer: ProcedureAnswer, call: ProcedureCall): ProcedureAnswer =>
	movedTo(answer, ago(call, tenMinutes), call);

/** Its times without a zone as they stand, said to be UTC: what becomes of local time in a column that was made `datetimeoffset`. */
export const labelledAsUtc = (answer: ProcedureAnswer): ProcedureAnswer => {
	const {results = [], ...others} = mapped(answer, (value, {type}) =>
		isWallClock(type) && value !== null ? `${String(value)}+00:00` : value,
	);
	return {
		...others,
		results: results.map(({columns, rows}) => ({
			columns: columns.map(({name, type}) => ({name, type: isWallClock(type) ? 'datetimeoffset' : type})),
			rows,
		})),
	};
};

const textOf = (moment: Date): string => moment.toISOString().slice(0, -1);

const msPerDay = 86_400_000;
const ticksPerMs = 10_000;
const tenMinutes = 600_000;

/** Since 1970, for text without a zone by the clock it was read from. */
const millisecondsOf = (value: Value | undefined): number => {
	if (value instanceof Date) return value.getTime();
	const {day, ticks, offsetMinutes = 0} = readMoment(String(value));
	return day * msPerDay + Math.floor(ticks / ticksPerMs) - offsetMinutes * 60_000;
};
