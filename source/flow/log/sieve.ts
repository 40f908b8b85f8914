import type {Filter, LogRow} from '../../domain/log.ts';
import type {FoundRow} from '../../engine/log.ts';
import {createAround} from '../../parse/around.ts';
import type {Context} from '../../store/log/view.ts';

/** Lets through what a filter wants of rows that come one after the other, with the lines around. */
export type Sieve = (rows: readonly LogRow[]) => readonly FoundRow[];

const isHit = ({pattern, inverse}: Filter, row: LogRow): boolean =>
	row.kind === 'line' && pattern.test(row.line.text) !== inverse;

/** What happened to the log, a rule, is always let through. */
export const createSieve = (filter: Filter | undefined, context: Context): Sieve => {
	if (filter === undefined || context === 'all')
		return rows => rows.map(row => ({row, hit: filter !== undefined && isHit(filter, row), apart: false}));
	let through: FoundRow[] = [];
	const around = createAround<LogRow>(
		context,
		row => isHit(filter, row),
		found => through.push(found),
	);
	return rows => {
		through = [];
		for (const row of rows) {
			if (row.kind === 'line') {
				around.push(row);
			} else {
				around.skip();
				through.push({row, hit: false, apart: true});
			}
		}
		return through;
	};
};
