import {expect, test} from 'vitest';
import type {Times} from '../../../source/store/log/view.ts';
import {drawLog} from '../../../source/ui/log/draw-log.ts';
import {createTheme} from '../../../source/ui/theme.ts';
import {now} from '../../support/still-life.ts';
import {ruleRow, viewOf} from '../../support/log-view.ts';

const at = new Date(now.getTime() - 192_000);
const iso = at.toISOString().slice(11, 19);
const hour = (ahead: number): string => new Date(at.getTime() + ahead * 3_600_000).toISOString().slice(11, 19);

/** The rule as it stands on a screen here, in Stockholm, of a server in Tokyo. */
const drawn = (times: Times, isKnown = true): string => {
	const view = viewOf([ruleRow(0, 'exited', {at, more: 'exit 1'})], {times, cursor: -1});
	const host = isKnown ? ({ahead: 0, zone: {kind: 'iana', zone: 'Asia/Tokyo'}} as const) : undefined;
	const theme = createTheme({level: 0, ascii: true});
	const [, line = ''] = drawLog(view, {width: 80, height: 5, theme, clocks: {now, host}, errors: /ERROR/});
	return line.replaceAll(/^-- | -+$/g, '');
};

test('a rule is told by the clock that the lines are told by', () => {
	expect(drawn('off')).toBe(`exited ${hour(1)}, exit 1`);
	expect(drawn('local')).toBe(`exited ${hour(1)}, exit 1`);
	expect(drawn('server')).toBe(`exited ${hour(9)}, exit 1`);
	expect(drawn('server', false)).toBe(`exited ${iso}Z, exit 1`);
	expect(drawn('utc')).toBe(`exited ${iso}Z, exit 1`);
	expect(drawn('relative')).toBe('exited 3m12s ago, exit 1');
});
