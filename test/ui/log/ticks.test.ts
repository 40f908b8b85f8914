import {expect, test} from 'vitest';
import type {LogSource} from '../../../source/domain/log.ts';
import type {LogView, Ticks} from '../../../source/store/log/view.ts';
import {drawTicks} from '../../../source/ui/log/ticks.ts';
import {createTheme} from '../../../source/ui/theme.ts';
import {idle, lineRow, searchedWhole, viewOf} from '../../support/log-view.ts';
import {now} from '../../support/still-life.ts';

const theme = createTheme({level: 0, ascii: false});

/** The column as one text, `.` where there is nothing. */
const column = (view: LogView, first: number, last: number): string | undefined =>
	drawTicks(view, {first, last, height: 10, theme})?.join('').replaceAll(' ', '.');

const tick = (position: number, at?: Date): Ticks[number] => ({source: 'training', part: '1:7', position, at});

const withTicks = (view: LogView, ticks: Ticks): LogView => ({
	...view,
	errors: {...idle, status: 'done', found: ticks.length, searched: searchedWhole(100, 10_000), ticks},
});

const hundred = viewOf(Array.from({length: 100}, (_, index) => lineRow(index, 'x')));

test('errors and the screen stand where they are in the file', () => {
	expect(column(withTicks(hundred, [tick(0), tick(5500)]), 30, 49)).toBe('━..││━....');
	expect(column(withTicks(hundred, [tick(4400)]), 30, 49)).toBe('...│┿.....');
});

test('the last line of the log is in the last cell', () => {
	expect(column(withTicks(hundred, [tick(9900)]), 80, 99)).toBe('........│┿');
});

test('there is no column without errors', () => {
	expect(column(hundred, 0, 9)).toBeUndefined();
});

const at = (minute: number): Date => new Date(now.getTime() + minute * 60_000);

test('a log of a service is told by time', () => {
	const service: LogSource = {kind: 'service', key: 's', name: 'api', project: 'er', service: 'api', number: 1};
	const rows = Array.from({length: 10}, (_, index) => lineRow(index, 'x', {source: service, at: at(index * 10)}));
	const ticks = [{source: 's', part: 'b', position: 1, at: at(45)}];
	expect(column(withTicks({...viewOf(rows), sources: [service]}, ticks), 0, 2)).toBe('│││..━....');
});
