import {columnNamed, type Answer, type ResultSet} from '../../../domain/data/newest.ts';
import {withSchema} from '../../../domain/data/procedure-name.ts';
import {plural} from '../../../domain/words.ts';
import {without, type Finding} from '../finding.ts';
import type {Subject} from '../subject.ts';

/** The result set that counts, and which it is. */
export type Counted = {readonly set: ResultSet; readonly index: number};

/** `3 rows`, `3 rows in result set 1 of 2` */
export const rowsInWords = ({set, index}: Counted, {resultSets}: Answer): string =>
	plural(set.rows, 'row') + (resultSets === 1 ? '' : ` in result set ${index + 1} of ${resultSets}`);

/**
 * The result set to judge by: the first that has the column of the config, or else the first of all. A finding when there is none, or it has
 * no rows.
 */
export const countedSet = (answer: Answer, subject: Subject): Counted | Finding => {
	const {config} = subject;
	const named = config.timestampColumn;
	const found = named === undefined ? 0 : answer.sets.findIndex(set => columnNamed(set, named) !== undefined);
	const index = Math.max(0, found);
	const set = answer.sets[index];
	if (set === undefined) return noResultSet(answer, subject);
	// Where the column lies elsewhere, that this set is empty says nothing about the data.
	const elsewhere = found === -1 || (!hasTimes(set) && answer.sets.some(hasTimes));
	if (set.rows > 0 || elsewhere) return {set, index};
	const procedure = withSchema(config.procedure);
	return without('rows', 'empty', 'rows', rowsInWords({set, index}, answer), {
		what: `${config.name} has no rows`,
		why: `${procedure} returned a table without rows`,
		next: `ask whoever fills ${config.database} whether the import ran, and check \`parameters\` in the config`,
	});
};

export const hasTimes = ({columns}: ResultSet): boolean => columns.some(({kind}) => kind !== undefined);

const noResultSet = ({returnValue}: Answer, {config}: Subject): Finding =>
	without('rows', 'empty', 'resultset', `no result set, only the return code ${returnValue ?? 0}`, {
		what: `${config.name} has no rows`,
		why: `${withSchema(config.procedure)} ended without an error and without returning a table, with the return code ${returnValue ?? 0}`,
		next: 'check that `procedure` in the config selects rows, or name what the answer is: `timestampParameter` or `returnValue`',
	});
