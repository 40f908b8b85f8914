import {expect, test} from 'vitest';
import {momentAt, readMoment} from '../../source/commands/moment.ts';

const now = new Date('2026-11-20T12:00:00Z');
/** A host in Stockholm whose clock is a minute ahead of ours. */
const clock = {ahead: 60_000, zone: {kind: 'iana', zone: 'Europe/Stockholm'}} as const;

test.each([
	['2h', '2026-11-20T10:01:00.000Z'],
	['1d 12h', '2026-11-19T00:01:00.000Z'],
	['2026-11-20', '2026-11-19T23:00:00.000Z'],
	['2026-11-20 06:00', '2026-11-20T05:00:00.000Z'],
	['2026-07-01T06:00:30', '2026-07-01T04:00:30.000Z'],
	['2026-11-20T06:00:00Z', '2026-11-20T06:00:00.000Z'],
	['2026-11-20T06:00:00+05:30', '2026-11-20T00:30:00.000Z'],
])('%s is %s on a host in Stockholm', (text, instant) => {
	expect(momentAt(readMoment('since', text), clock, now).toISOString()).toBe(instant);
});

test.each(['', 'soon', '2026', '2026-13-01', '2026-11-20 06:00 or so', '25:00', '-2h'])('%j is no time', text => {
	expect(() => readMoment('since', text)).toThrow(text === '' ? "Cannot use '' for --since" : `Cannot use ${text}`);
});
