import {describe, expect, test} from 'vitest';
import type {HostClock} from '../../../source/domain/time/host-clock.ts';
import {offsetAt} from '../../../source/domain/time/wall-clock.ts';
import {clockOnceKnown, createHostClocks} from '../../../source/engine/host/host-clock.ts';
import {openLocal} from '../../../source/engine/host/local.ts';
import {firstOf} from '../../../source/streams/first.ts';

const {signal} = new AbortController();
const stockholm = {kind: 'iana', zone: 'Europe/Stockholm'} as const;

/** A host that answers with these lines whatever it is asked, and how often it was asked. */
const saying = (...lines: readonly string[]) => {
	const host = {
		asked: 0,
		label: 'er-forecast',
		async *run() {
			host.asked += 1;
			yield {from: 'stdout', bytes: Buffer.from(`${lines.join('\n')}\n`)} as const;
			yield {from: 'exit', code: 0, signal: undefined} as const;
		},
	};
	return host;
};

/** As `date` says it on a host whose clock is so many milliseconds ahead. */
const date = (ahead: number, offset: string, fraction?: string): string => {
	const at = Date.now() + ahead;
	return `${Math.floor(at / 1000)} ${offset} ${fraction ?? String((at % 1000) * 1e6).padStart(9, '0')}`;
};

const minutesHere = offsetAt('Europe/Stockholm', new Date());
const here = `+0${minutesHere / 60}00`;

const read = (...lines: readonly string[]): Promise<HostClock> => firstOf(createHostClocks(saying(...lines)), signal);

describe('the clock of a host', () => {
	test('is this one, and in this zone, where the host is this machine', async () => {
		const connection = openLocal();
		expect(await firstOf(createHostClocks(connection), signal)).toEqual({ahead: 0, zone: stockholm});
		connection.close();
	});

	test.each([
		[3_600_000, undefined, 50],
		[-90_000, undefined, 50],
		[5000, '%N', 550],
		[5000, '', 550],
		[0, '%N', 0],
	])('that is %i ms ahead, with nanoseconds as %o, is known to %i ms', async (ahead, fraction, within) => {
		const clock = await read(date(ahead, here, fraction), 'TZ=');
		expect(Math.abs(clock.ahead - ahead)).toBeLessThanOrEqual(within);
	});

	test('is not called skewed for what the way there may have taken', async () => {
		const host = saying(date(30, here));
		const slow = {
			...host,
			async *run() {
				await new Promise(resolve => {
					setTimeout(resolve, 60);
				});
				yield* host.run();
			},
		};
		expect((await firstOf(createHostClocks(slow), signal)).ahead).toBe(0);
	});

	test.each([
		['a link to its file', ['TZ=', '/usr/share/zoneinfo/Europe/Stockholm', 'Etc/UTC'], 'Europe/Stockholm'],
		['a relative link', ['TZ=', '../usr/share/zoneinfo/posix/Europe/Stockholm'], 'Europe/Stockholm'],
		['the name in /etc/timezone', ['TZ=', 'Europe/Stockholm'], 'Europe/Stockholm'],
		['TZ, which is what `date` goes by', ['TZ=Europe/Stockholm', '/usr/share/zoneinfo/Etc/UTC'], 'Europe/Stockholm'],
		['TZ with a colon', ['TZ=:Europe/Stockholm'], 'Europe/Stockholm'],
		[
			'TZ that stands for the system',
			['TZ=:/etc/localtime', '/usr/share/zoneinfo/Europe/Stockholm'],
			'Europe/Stockholm',
		],
		['a name that does not agree with the offset', ['TZ=', '/usr/share/zoneinfo/Asia/Tokyo'], undefined],
		['a name that nobody knows', ['TZ=', '/usr/share/zoneinfo/Mars/Olympus', 'Mars/Olympus'], undefined],
		['rules instead of a name', ['TZ=CET-1CEST,M3.5.0,M10.5.0/3', '/usr/share/zoneinfo/Europe/Stockholm'], undefined],
		['nothing at all', ['TZ='], undefined],
	])('has the zone that the host names: %s', async (_, lines, zone) => {
		const clock = await read(date(0, here), ...lines);
		expect(clock.zone).toEqual(zone === undefined ? {kind: 'offset', minutes: minutesHere} : {kind: 'iana', zone});
	});

	test('has an offset west of Greenwich where it has no name', async () => {
		expect((await read(date(0, '-0530'), 'TZ=')).zone).toEqual({kind: 'offset', minutes: -330});
	});

	test('is asked for once, however many read it', async () => {
		const host = saying(date(0, here), 'TZ=');
		const clocks = createHostClocks(host);
		const over = new AbortController();
		const readers = [clocks(over.signal), clocks(over.signal)].map(stream => stream[Symbol.asyncIterator]());
		await Promise.all(readers.map(reader => reader.next()));
		await firstOf(clocks, signal);
		expect(host.asked).toBe(1);
		over.abort();
	});

	test('that cannot be read is explained', async () => {
		await expect(read('sh: date: not found')).rejects.toMatchObject({
			problem: {what: 'Cannot tell the time on er-forecast'},
		});
	});

	test('that cannot be read is unknown to those who can do without it', async () => {
		const over = new AbortController();
		const seen: unknown[] = [];
		const host = saying('sh: date: not found');
		const clocks = createHostClocks({
			...host,
			async *run() {
				yield* host.run();
				over.abort();
			},
		});
		for await (const clock of clockOnceKnown(clocks, over.signal)) seen.push(clock);
		expect(seen).toEqual([undefined]);
	});
});
