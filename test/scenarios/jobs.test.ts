import {test} from 'vitest';
import {openConsole} from '../support/person.ts';

test('the runs of a job are listed with those that Docker has no longer, and one that it has opens its log', async () => {
	await using person = await openConsole({scenario: 'calm'});
	await person.sees(/prediction .*ok/);
	person.press('2', 'enter');
	await person.sees(/Runs, newest first/);
	await person.sees(/usually takes \d+s/);
	await person.sees(/▸ .*on time/);
	person.press('G', 'enter');
	await person.sees('its container was removed');
	person.press('g', 'j', 'enter');
	await person.sees('Prediction flow finished');
	person.press('esc');
	await person.sees(/Runs, newest first/);
	person.press('esc');
	await person.sees('TOOK');
});
