import type {LogSource} from '../../../source/domain/log.ts';
import type {LogView, ViewRow} from '../../../source/store/log/view.ts';
import {now} from '../../support/still-life.ts';
import {filterOf, idle, lineRow, ruleRow, searchedWhole, viewOf} from '../../support/log-view.ts';

const at = (text: string): Date => new Date(`2026-11-${text}Z`);

const service = (name: string): LogSource => ({
	kind: 'service',
	key: `er-forecast/${name}/1`,
	name,
	project: 'er-forecast',
	service: name,
	number: 1,
});

const escape = String.fromCodePoint(27);

/** A night of training, with everything that a row can be. */
const night: readonly ViewRow[] = [
	lineRow(0, '2026-11-19 23:58:40,120 INFO er_forecast.training Reading 18 342 rows of visits', {
		at: at('19T22:58:40.120'),
	}),
	lineRow(1, '2026-11-19 23:59:12,007 DEBUG er_forecast.features 41 columns, 12 of them lagged', {
		at: at('19T22:59:12.007'),
	}),
	lineRow(2, '2026-11-20 00:00:03,551 WARNING er_forecast.features 3 rows without a triage category, retrying', {
		at: at('19T23:00:03.551'),
		marked: true,
	}),
	lineRow(3, `${escape}[32mepoch 1/20${escape}[0m loss ${escape}[1m0.412${escape}[0m`, {at: undefined}),
	lineRow(
		4,
		'2026-11-20 02:13:44,001 ERROR er_forecast.training Cannot reach MinIO at http://minio:9000, retry 1 of 5',
		{
			at: at('20T01:13:44.001'),
			gap: 8_020_000,
		},
	),
	lineRow(5, 'Traceback (most recent call last):'),
	lineRow(6, '  File "/app/flows/training.py", line 214, in save_model'),
	lineRow(7, '    client.fput_object("models", f"{run_id}/model.joblib", path)'),
	lineRow(8, 'urllib3.exceptions.MaxRetryError: HTTPConnectionPool(host=minio, port=9000): Max retries exceeded'),
	ruleRow(9, 'rotated', {at: at('20T02:00:00')}),
	lineRow(
		10,
		'{"time":"2026-11-20T02:00:01Z","level":"error","message":"Upload failed, will retry","bucket":"models","attempt":2,"size":918273645564738291,"exc_info":"Traceback (most recent call last):\\n  File \\"a.py\\", line 1\\nOSError: disk full"}',
		{at: at('20T02:00:01')},
	),
	lineRow(11, 'ts=2026-11-20T02:00:02.5Z level=info msg="Retry succeeded" took=1.2s bucket=models', {
		at: at('20T02:00:02.5'),
	}),
	lineRow(12, '2026-11-20 03:00:09,551 INFO er_forecast.training 患者データ 12 件を読み込みました 🚑 done', {
		at: at('20T02:00:09.551'),
	}),
];

const merged: readonly ViewRow[] = night.map((row, index) => {
	const source = service(['mlflow', 'postgres', 'prometheus-with-a-long-name', 'minio', 'training'][index % 5] ?? '');
	return row.row.kind === 'line' ? {...row, row: {...row.row, source}} : {...row, row: {...row.row, source}};
});

const hits = night.map((row, index) => ({
	...row,
	hit: /retr/i.test(row.row.kind === 'line' ? row.row.line.text : ''),
	apart: index === 4,
	gap: index === 4 ? undefined : row.gap,
}));

const ticks = [1, 4, 9, 50].map(index => ({
	source: 'training',
	part: '1:7',
	position: index * 100,
	at: new Date(at('19T22:58:40').getTime() + index * 600_000),
}));

const errors = {...idle, status: 'done', found: 4, searched: searchedWhole(18_342, 6000), ticks} as const;
const searching = {...idle, status: 'searching', found: 7, searched: searchedWhole(7800), done: 0.439} as const;
const done = {...idle, status: 'done', found: 12, searched: searchedWhole(18_342), done: 1} as const;

/** Every state of the view, by name. `width` is that of the screen. */
export const scenes: Readonly<Record<string, LogView>> = {
	following: viewOf(night, {errors}),
	'times-local': viewOf(night, {errors, times: 'local', following: false, unseen: 128, cursor: 4}),
	'times-server': viewOf(night, {times: 'server'}),
	'times-utc': viewOf(night, {times: 'utc'}),
	'times-relative': viewOf(night, {times: 'relative'}),
	wrapped: viewOf(night, {wrap: true, cursor: 8, errors, following: false}),
	merged: viewOf(merged, {
		sources: ['mlflow', 'postgres', 'prometheus-with-a-long-name', 'minio', 'training'].map(service),
		times: 'local',
	}),
	searching: viewOf(
		hits.filter(({hit}) => hit),
		{filter: filterOf('[Rr]etr'), search: searching, following: false},
	),
	found: viewOf(hits, {filter: filterOf('[Rr]etr\\w*'), search: done, context: 3, errors, following: false, cursor: 4}),
	stopped: viewOf(
		hits.filter(({hit}) => hit),
		{
			filter: filterOf('[Rr]etr'),
			search: {
				...searching,
				status: 'stopped',
				searched: {...searchedWhole(7800), from: at('19T22:58:40'), to: at('20T02:00:01')},
			},
			following: false,
		},
	),
	'nothing-found': viewOf([], {filter: filterOf('nobody'), search: {...done, found: 0}}),
	inverse: viewOf(hits.slice(0, 4), {
		filter: filterOf('!Traceback'),
		search: done,
		dropped: 1204,
	}),
	waiting: viewOf([], {status: 'waiting', before: 'reading'}),
	empty: viewOf([]),
	'empty-range': viewOf([], {range: {last: 3_600_000}}),
	widened: viewOf(night, {
		range: {last: 3_600_000},
		widened: 'nothing in 1h, so its last lines: newest 3d ago',
	}),
	broken: viewOf(night, {
		status: 'broken',
		problem: {
			what: 'Cannot read logs/training.log on er-forecast',
			why: 'the connection was lost',
			next: 'it is tried again every few seconds',
		},
	}),
};

export {now};
