import {expect, test} from 'vitest';
import {saysStale} from '../../../../source/engine/sql-server/explain/stale-words.ts';

test.each([
	'Data is too stale',
	'DATA_TOO_STALE!',
	'data: "too  stale".',
	'[ERROR] Data is\n too stale',
	'The data is TOO OLD',
	'Newest row 2026-11-20 05:30:00 is too old',
	'Patients out-of-date since 2 days',
	'Statistics are fine, data is out of date',
	'The last import into dbo.Statistics is outdated',
	'Forecast input outdated',
	'Data är för gammal',
	'Patientdata är för gammalt',
	'Raderna är för gamla',
	'Senaste inläsningen är inaktuell',
])('%j is about data that is too old', text => {
	expect(saysStale(text)).toBe(true);
});

test.each([
	'Statistics of table dbo.Visits are out of date',
	'Statistics of table dbo.Patients are out of date',
	'Argument @From is too old',
	'Argument @Data is too old for this load',
	'Data was read by an outdated driver',
	'Statistiken är inaktuell',
	'postaleImport failed',
	'The import failed',
	'Too old',
	'',
])('%j is not', text => {
	expect(saysStale(text)).toBe(false);
});
