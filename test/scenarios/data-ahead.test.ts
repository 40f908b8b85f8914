import {test} from 'vitest';
import {openConsole} from '../support/person.ts';

const hour = 3_600_000;

test('data that is fresh, but of which more should have come, is a warning that says so', async () => {
	// The import stopped 31 hours ago; until then it brought something every ten minutes.
	await using person = await openConsole({
		scenario: 'morning',
		columns: 160,
		host: ({data}) => ({data: data.map(check => ({...check, maxAge: 48 * hour}))}),
	});
	await person.sees(/patients +fresh .* load 1d [67]h late/);
});

test('data that will be stale when a job needs it says when', async () => {
	await using person = await openConsole({
		scenario: 'morning',
		columns: 160,
		host: ({data}) => ({
			schedules: {prediction: '0 0 1 1 *'},
			data: data.map(check => ({...check, maxAge: 31 * hour + 600_000})),
		}),
	});
	await person.sees(/patients +fresh .*stale before prediction runs at (?:01-01|12-31) /);
});

test('a presenter can show a load that is late while the data is fresh', async () => {
	await using person = await openConsole({scenario: 'late-load', columns: 160});
	await person.sees(/▲ patients +fresh .*load 19h \d+m late/);
});

test('a presenter can show data that will be stale when prediction runs next', async () => {
	await using person = await openConsole({scenario: 'stale-before-prediction', columns: 160});
	await person.sees(/▲ patients +fresh .*stale before prediction runs at (?:[\d-]+ )?\d\d:15/);
});
