import {beforeAll, expect, test} from 'vitest';
import {checkFreshness} from '../../../../source/engine/sql-server/check.ts';
import {configFor, hour, startPractice, times, wayBy} from '../practice.ts';

type Column = Parameters<typeof times>[0];
type Row = {
	readonly title: string;
	readonly type?: Column;
	readonly value: string;
	readonly timezone: string | undefined;
	/** Default noon UTC in winter. */
	readonly now?: string;
	/** Of the server. */
	readonly zone?: string;
	/** Hours. */
	readonly limit?: number;
	readonly expected: string;
	/** The evidence of the step where it ended. */
	readonly evidence: RegExp;
	/** What to do next. */
	readonly next?: RegExp;
};

// The first check of a process loads the driver.
beforeAll(() => import('mssql'));

const stockholm = 'Europe/Stockholm';

test.each<Row>([
	{
		title: 'an hour that spring leaves out is bad data',
		value: '2024-03-31T02:30:00',
		timezone: stockholm,
		now: '2024-03-31T02:00:00Z',
		expected: 'failed (nonexistent)',
		evidence: /02:30:00 in Europe\/Stockholm/,
		next: /not local times of that zone/,
	},
	{
		title: 'the repeated hour does not matter where the limit is far',
		value: '2024-10-27T02:30:00',
		timezone: stockholm,
		now: '2024-10-27T02:00:00Z',
		expected: 'fresh',
		evidence: /^1h 30m or 30m old, limit 1d, no longer certain in 22h 30m$/,
	},
	{
		title: 'the repeated hour matters where the limit lies between its passes',
		value: '2024-10-27T02:30:00',
		timezone: stockholm,
		now: '2024-10-27T02:00:00Z',
		limit: 1,
		expected: 'uncertain (clockchange)',
		evidence: /^1h 30m or 30m old/,
		next: /again in an hour/,
	},
	{
		title: 'local time of a server whose clock may have been changed wants the name of its zone',
		value: '2024-03-31T01:40:00',
		timezone: 'server',
		now: '2024-03-31T01:10:00Z',
		limit: 1,
		expected: 'uncertain (clockchange)',
		evidence: /^1h 30m or 30m old/,
		next: /the name of the server's zone, such as Europe\/Stockholm, instead of `server`/,
	},
	{
		title: 'smalldatetime rounds up to the next minute',
		type: 'smalldatetime',
		value: '2026-11-21T13:01:00',
		timezone: 'server',
		now: '2026-11-21T12:00:30Z',
		expected: 'fresh',
		evidence: /^0s old/,
	},
	{
		title: 'a minute ahead is now',
		value: '2026-11-21T12:01:00',
		timezone: 'utc',
		zone: 'UTC',
		expected: 'fresh',
		evidence: /^0s old/,
	},
	{
		title: 'two minutes ahead are not',
		value: '2026-11-21T12:02:00',
		timezone: 'utc',
		zone: 'UTC',
		expected: 'uncertain (future)',
		evidence: /^(?:2m|1m 59s) in the future$/,
		next: /the clock of whoever writes the rows/,
	},
	{
		title: 'local time that was read as UTC',
		value: '2026-11-21T12:55:00',
		timezone: 'utc',
		expected: 'uncertain (timezone)',
		evidence: /^5[45]m.* in the future, looks like local time read as UTC$/,
		next: /timezone: server/,
	},
	{
		title: 'local time in summer, two hours ahead',
		value: '2026-07-21T13:59:00',
		timezone: 'utc',
		now: '2026-07-21T12:00:00Z',
		expected: 'uncertain (timezone)',
		evidence: /^1h 5[89]m.*, looks like local time read as UTC$/,
	},
	{
		title: 'local time that was given the offset +00:00',
		type: 'datetimeoffset',
		value: '2026-11-21T12:55:00+00:00',
		timezone: 'offset',
		expected: 'uncertain (localtime)',
		evidence: /looks like local time read as UTC$/,
		next: /SYSDATETIMEOFFSET\(\)/,
	},
	{
		title: 'the same whatever is declared for columns without an offset',
		type: 'datetimeoffset',
		value: '2026-11-21T12:55:00+00:00',
		timezone: stockholm,
		expected: 'uncertain (localtime)',
		evidence: /looks like local time read as UTC$/,
	},
	{
		title: 'local time of the server under a zone that is behind it',
		value: '2026-11-21T12:55:00',
		timezone: 'Europe/London',
		expected: 'uncertain (timezone)',
		evidence: /looks like local time read as time in Europe\/London$/,
		next: /timezone: server/,
	},
	{
		title: 'a day that has begun where the server is',
		type: 'date',
		value: '2026-11-22',
		timezone: 'utc',
		now: '2026-11-21T23:30:00Z',
		expected: 'uncertain (timezone)',
		evidence: /^(?:30m|29m 59s) in the future, looks like local time read as UTC$/,
	},
	{
		title: 'further ahead than the offset of the server explains',
		value: '2026-11-21T13:05:00',
		timezone: 'utc',
		expected: 'uncertain (future)',
		evidence: /^1h [45]\w* ?\w* in the future$/,
	},
	{
		title: 'an hour ahead on a server at UTC, whose offset explains nothing',
		value: '2026-11-21T13:00:00',
		timezone: 'utc',
		zone: 'UTC',
		expected: 'uncertain (future)',
		evidence: /in the future$/,
	},
	{
		title: 'the future as local time of the server',
		value: '2026-11-21T14:00:00',
		timezone: 'server',
		expected: 'uncertain (future)',
		evidence: /in the future$/,
	},
	{
		title: 'the future either way',
		value: '2026-11-21T14:00:00',
		timezone: undefined,
		expected: 'uncertain (future)',
		evidence: /in the future$/,
	},
	{
		title: 'no offset where every value should carry one',
		value: '2026-11-21T12:55:00',
		timezone: 'offset',
		expected: 'failed (timezone)',
		evidence: /without an offset/,
	},
])(
	'$title: $expected',
	async ({type = 'datetime2', value, timezone, now = '2026-11-21T12:00:00Z', zone = stockholm, ...row}) => {
		await using server = await startPractice(times(type, value), {now: () => new Date(now), timeZone: zone});
		const config = configFor(server.port, {
			timezone,
			maxAge: (row.limit ?? 24) * hour,
			timestampColumn: 'RegisteredAt',
		});
		const {verdict, cause, steps, problem} = await checkFreshness(config, wayBy(), new AbortController().signal);
		expect(verdict + (cause === undefined ? '' : ` (${cause})`)).toBe(row.expected);
		expect(steps.findLast(({status}) => status !== 'not reached')?.evidence).toMatch(row.evidence);
		expect(problem?.next ?? '').toMatch(row.next ?? /^/);
	},
);
