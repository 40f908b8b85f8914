import {checkFreshness} from '../../../../source/engine/sql-server/check.ts';
import {configFor, startPractice, wayBy} from '../practice.ts';
import {cases, type Case, type ColumnType} from './cases.ts';

/*
 * A program: makes every check with the driver against a practice SQL Server in Stockholm, and prints the outcomes as JSON. It runs in
 * whatever zone TZ says.
 */

let standing: {readonly type: ColumnType; readonly value: string} = {type: 'date', value: '2026-11-21'};
let now = new Date(0);

await using server = await startPractice(
	{
		run: () => ({
			results: [{columns: [{name: 'RegisteredAt', type: standing.type}], rows: [[standing.value]]}],
		}),
	},
	{now: () => now},
);

const outcomeOf = async ({type, value, timezone, now: at, limit}: Case): Promise<unknown> => {
	standing = {type, value};
	now = new Date(at);
	const config = configFor(server.port, {timezone, maxAge: limit, timestampColumn: 'RegisteredAt'});
	const {verdict, cause, age} = await checkFreshness(config, wayBy(), new AbortController().signal);
	return {verdict, cause, minutes: age === undefined ? undefined : Math.floor(age / 60_000)};
};

const outcomes: unknown[] = [];
for (const one of cases) outcomes.push(await outcomeOf(one));
process.stdout.write(JSON.stringify({zone: Intl.DateTimeFormat().resolvedOptions().timeZone, outcomes}));
