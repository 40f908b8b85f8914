import {execFile} from 'node:child_process';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {beforeAll, describe, expect, test} from 'vitest';
import * as z from 'zod';
import {cases, type Case} from './cases.ts';
import {expectedOf, truthOf} from './oracle.ts';

const run = promisify(execFile);
const script = join(import.meta.dirname, 'run-cases.ts');
const zones = ['UTC', 'Europe/Stockholm', 'America/New_York'] as const;

const outcome = z.object({verdict: z.string(), cause: z.string().optional(), minutes: z.number().optional()});
const printed = z.object({zone: z.string(), outcomes: z.array(outcome)});

let runs: ReadonlyArray<z.infer<typeof printed>> = [];

beforeAll(async () => {
	runs = await Promise.all(
		zones.map(async zone => {
			const {stdout} = await run(process.execPath, [script], {
				env: {...process.env, TZ: zone},
				maxBuffer: 16 * 1024 ** 2,
			});
			return printed.parse(JSON.parse(stdout));
		}),
	);
}, 300_000);

const title = ({type, timezone = 'undeclared', value, now, limit}: Case): string =>
	`${type} ${value} (${timezone}) at ${new Date(now).toISOString()}, limit ${limit / 60_000}m`;

const outcomes = () => cases.map((one, index) => ({one, is: runs[0]?.outcomes[index]}));

/** Those that are not as they should be, in words: a failure of the test shows just them. */
const wrong = (rows: ReturnType<typeof outcomes>, right: (one: Case) => readonly string[]): readonly string[] =>
	rows
		.filter(({one, is}) => !right(one).includes(is?.verdict ?? 'none'))
		.map(({one, is}) => `${title(one)}: ${is?.verdict} (${is?.cause}), not ${right(one).join(' or ')}`);

/** Of a `datetime2` under `timezone: server`; age and limit in minutes. */
const verdictOf = (now: string, minutes: number, limit: number) =>
	outcomes().find(
		({one}) =>
			one.type === 'datetime2' &&
			one.timezone === 'server' &&
			one.now === Date.parse(now) &&
			one.now - one.writtenAt === minutes * 60_000 &&
			one.limit === limit * 60_000,
	)?.is;

describe('around the clock changes of 2024 and 2026 on a server in Stockholm', () => {
	test('the outcomes are the same whatever the zone of this process', () => {
		expect(runs.map(({zone}) => zone)).toEqual(zones);
		expect(runs[0]?.outcomes).toHaveLength(cases.length);
		expect(runs[1]?.outcomes).toEqual(runs[0]?.outcomes);
		expect(runs[2]?.outcomes).toEqual(runs[0]?.outcomes);
	});

	test('a time of day is judged as an oracle has it that tries every zone', {timeout: 30_000}, () => {
		expect(
			wrong(
				outcomes().filter(({one}) => one.type !== 'date'),
				one => [expectedOf(one)],
			),
		).toEqual([]);
	});

	test('nothing comes out as the opposite of the truth', () => {
		expect(
			wrong(
				outcomes().filter(({one}) => one.timezone !== 'offset' || one.type === 'datetimeoffset'),
				one => [truthOf(one), 'uncertain'],
			),
		).toEqual([]);
	});

	test('what carries its offset, is UTC, or lies beyond the repeated hour in a named zone is never uncertain', () => {
		const sure = outcomes().filter(
			({one: {type, timezone, value}}) =>
				type === 'datetimeoffset' ||
				(type !== 'date' && (timezone === 'utc' || (timezone === 'Europe/Stockholm' && !value.includes('T02:')))),
		);
		expect(sure.length).toBeGreaterThan(300);
		expect(wrong(sure, one => [truthOf(one)])).toEqual([]);
	});

	test('what is uncertain says why in one word', () => {
		const doubted = outcomes().filter(({is}) => is?.verdict === 'uncertain');
		const causes = {server: 'clockchange', 'Europe/Stockholm': 'clockchange', undeclared: 'timezone'};
		for (const {one, is} of doubted)
			expect(is?.cause).toBe(
				one.type === 'date' ? 'day' : new Map(Object.entries(causes)).get(one.timezone ?? 'undeclared'),
			);
		expect(new Set(doubted.map(({is}) => is?.cause))).toEqual(new Set(['clockchange', 'timezone', 'day']));
	});

	test('the measured traps of the offset that the server has now', () => {
		// Read by that offset they would be 90, -30 and 120 minutes old.
		expect(verdictOf('2024-03-31T01:10Z', 30, 31)).toMatchObject({verdict: 'uncertain', cause: 'clockchange'});
		expect(verdictOf('2024-10-27T01:10Z', 30, 31)).toMatchObject({verdict: 'fresh', minutes: 30});
		expect(verdictOf('2024-10-27T02:10Z', 180, 179)).toMatchObject({verdict: 'uncertain', cause: 'clockchange'});
	});
});
