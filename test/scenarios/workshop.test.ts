import {expect, test} from 'vitest';
import {openConsole} from '../support/person.ts';

test('a presenter breaks the check, everybody sees why it fails, and mends it', async () => {
	await using person = await openConsole({scenario: 'calm'});
	await person.sees(/✓ patients +fresh/);
	person.press('4', ...':break denied', 'enter');
	await person.sees('· denied · r in Data checks again · The login lost its right to execute the procedure');
	await person.sees('(practice: denied)');
	person.press('r');
	await person.sees(/\? patients +failed \(denied\)/);
	person.press(...':mend', 'enter');
	await person.sees('denied is over · r in Data checks again');
	await person.sees('(practice)');
	person.press('r');
	await person.sees(/✓ patients +fresh/);
});

test(':break alone lists what can be broken, and which of it is', async () => {
	await using person = await openConsole({scenario: 'calm', rows: 120});
	await person.sees(/✓ patients +fresh/);
	person.press(...':break wrong-login', 'enter');
	await person.sees(/wrong-login · .* · The password of the login was changed/);
	person.press(...':break', 'enter');
	await person.sees('Times and clocks');
	await person.sees(/stopped +.*The service is stopped/);
	await person.sees('wrong-login (now)');
	person.press('esc');
	await person.sees('─ Services');
});

test('a situation that there is not is not guessed at', async () => {
	await using person = await openConsole({scenario: 'calm'});
	await person.sees('patients');
	person.press(...':break denyed', 'enter');
	await person.sees('There is no situation denyed: did you mean denied?');
	person.press(...':mend', 'enter');
	await person.sees('Nothing was broken');
	expect(person.practice.sql.situation).toBeUndefined();
});
