import {expect, test} from 'vitest';
import {clocksOf} from '../../../../source/engine/sql-server/conclude/clocks.ts';

const here = new Date('2026-11-21T12:00:00Z');
const read = (ahead: number, roundTrip: number, hostAhead?: number) =>
	clocksOf({serverNow: new Date(here.getTime() + ahead), here, roundTrip, hostAhead});

test('what the round trip explains is no difference', () => {
	expect([0, -1, -400, -800].map(ahead => read(ahead, 800).sqlServer)).toEqual([0, 0, 0, 0]);
});

test('anything more is one, from the middle of the round trip', () => {
	expect([1, 180_000, -180_000, -801].map(ahead => read(ahead, 800).sqlServer)).toEqual([401, 180_400, -179_600, -401]);
});

test("the host's clock is as it was read", () => {
	expect([undefined, 0, -5000].map(host => read(0, 10, host).host)).toEqual([undefined, 0, -5000]);
});
