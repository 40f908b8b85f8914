import {expect, test, vi} from 'vitest';
import {openConsole, type Person} from '../support/person.ts';

/** The Data pane of a practice server on which all is well, with the focus. */
const atData = async (options: Parameters<typeof openConsole>[0] = {}): Promise<Person> => {
	const person = await openConsole({scenario: 'calm', ...options});
	await person.sees(/✓ patients +fresh/);
	person.press('4');
	await person.sees(/▸✓ patients/);
	return person;
};

test('a fresh check says when it turns stale, and how its age went', async () => {
	await using person = await atData({columns: 160});
	await person.sees(/CHECK +VERDICT +AGE +LIMIT +TREND +NOTE +NEWEST +CHECKED/);
	await person.sees(/patients +fresh .* [▁▂▃▄▅▆▇]+ +stale in \d+h.*, at .*\d\d:\d\d/);
});

test('on a narrow screen what lies ahead stays longer than what lies behind', async () => {
	await using person = await atData({columns: 60, rows: 24});
	await person.sees(/CHECK +VERDICT +AGE +NOTE/);
	expect(person.terminal.screen()).not.toMatch(/TREND|NEWEST|CHECKED/);
});

test('the steps stand there while the check is made, Esc cancels it on SQL Server and then leaves', async () => {
	await using person = await atData();
	await person.practice.sql.put('hang-at-request');
	person.press('enter');
	await person.sees(/│ age +│ ✓ ok /);
	await person.sees('<esc> back');
	person.press('r');
	await person.sees(/patients · checking: database, [1-9]s/);
	await person.sees(/│ login +│ ✓ ok /);
	await person.sees(/│ database +│ … running +│ [1-9]s/);
	await person.sees(/│ rows +│ to come/);
	await person.sees(/Last outcome, \d\d:\d\d:\d\d\n +fresh, .* old/);
	await person.sees('<esc> cancel');
	person.press('esc');
	await person.sees(/✓ Check of patients cancelled at database after \d+s, confirmed by SQL Server/);
	await person.sees(/patients · fresh · checked \d\d:\d\d:\d\d, \d+s ago/);
	await person.sees(/Cancelled\n +\d\d:\d\d: cancelled at database/);
	await person.sees('<esc> back');
	person.press('esc');
	await person.sees(/▸✓ patients +fresh .* cancelled at database after/);
	await person.practice.sql.put(undefined);
	person.press('r');
	await person.sees(/▸✓ patients +fresh .* stale in/);
});

test('while a check hangs its row says where, and the other panes stay live', async () => {
	await using person = await atData({columns: 160});
	await person.practice.sql.put('hang-at-login');
	person.press('r');
	await person.sees(/patients +fresh .* checking: login, [1-9]s/);
	await person.sees('<esc> cancel');
	person.practice.world.die('er-forecast-prometheus-1', 137);
	await person.sees(/✗ prometheus +exited \(137, killed\)/);
	person.press('esc');
	await person.sees(/Check of patients cancelled at login after/);
	await person.seesNoMore('<esc> cancel');
});

test('a step that fails says why, who mends it and what to try', async () => {
	await using person = await atData({columns: 80, rows: 24});
	await person.practice.sql.put('denied');
	person.press('d', 'r');
	await person.sees('? patients: failed (denied)');
	await person.sees(/│ procedure +│ ✗ failed/);
	await person.sees(/│ rows to age +│ not reached/);
	await person.sees(/patients · failed \(denied\) · checked/);
	await person.sees(/Why: [^│]*\n +Who: the database team\n +Next: ask for `GRANT EXECUTE/);
	await person.sees(/Last seen: .* old at \d\d:\d\d, fresh until .* if nothing changed/);
});

test('v runs the procedure and shows what may be shown of its rows, and that is written down', async () => {
	await using person = await atData();
	person.press('v');
	await person.sees('─ patients · rows');
	await person.sees('EXEC [ER].[dbo].[GetLatestPatientData];');
	await person.sees('128 rows');
	await person.sees('2 columns not shown (VisitId, Triage): name them under columns:');
	await person.sees(/return value 0 · took \d+ ms/);
	await person.sees(/│ RegisteredAt +│/);
	await person.sees(/│ \d{4}-\d\d-\d\d \d\d:\d\d:\d\d/);
	expect(person.terminal.screen()).not.toMatch(/90412/);
	await vi.waitFor(() =>
		expect(person.deeds).toEqual([{command: 'EXEC [ER].[dbo].[GetLatestPatientData];', outcome: '128 rows shown'}]),
	);
	person.press('q');
	await person.sees('─ Services');
});

test('V edits the parameters first, and says what is wrong with them while they are typed', async () => {
	await using person = await atData();
	person.press('V');
	await person.sees(/parameters: _ +no parameters in the config/);
	person.press(...'@Ward = ');
	await person.sees(/parameters: @Ward = _ +✗ a value is 1, NULL, true or N'akut'/);
	person.press('enter');
	await person.sees('parameters: @Ward = _');
	person.press('1', 'enter');
	await person.sees('EXEC [ER].[dbo].[GetLatestPatientData] @Ward = 1;');
	await person.sees(/Why: it does not take the parameters/);
	// It goes on from what was run, not from the config.
	person.press('V');
	await person.sees('parameters: @Ward = 1_');
	person.press('\u0015', 'enter');
	await person.sees('128 rows');
	person.press('esc');
	await person.sees('─ Services');
	expect(person.deeds.map(({command}) => command)).toEqual([
		'EXEC [ER].[dbo].[GetLatestPatientData] @Ward = …;',
		'EXEC [ER].[dbo].[GetLatestPatientData];',
	]);
});

test('V shows the parameters of the check as they are, and as an example', async () => {
	await using person = await atData();
	await person.sees(/✓ beds +fresh/);
	person.press('j');
	await person.sees(/▸✓ beds/);
	person.press('V');
	await person.sees("parameters: @Department = N'ER'_");
	person.press('\u0015');
	await person.sees(/parameters: _ +as in @Department = N'ER'/);
});

test('the patients of the practice server can be asked for by days', async () => {
	await using person = await atData();
	person.press('V', ...'@Days = 0', 'enter');
	await person.sees('EXEC [ER].[dbo].[GetLatestPatientData] @Days = 0;');
	await person.sees('  0 rows');
});

test('a procedure that hangs says how long it has run, and Esc cancels it', async () => {
	await using person = await atData();
	await person.practice.sql.put('too-slow');
	person.press('v');
	await person.sees(/Running, [1-9]s; Esc cancels it/);
	await person.sees('<esc> cancel');
	const before = person.practice.sql.attentions;
	person.press('esc');
	await person.sees(/No rows to show: cancelled after \w+, confirmed by SQL Server/);
	expect(person.practice.sql.attentions).toBe(before + 1);
	await person.practice.sql.put(undefined);
	person.press('r');
	await person.sees('128 rows');
	expect(person.deeds.map(({outcome}) => outcome)).toEqual([
		expect.stringMatching(/^no rows shown: cancelled after \w+, confirmed by SQL Server$/),
		'128 rows shown',
	]);
});

test('leaving while a procedure runs is written down too', async () => {
	await using person = await atData();
	await person.practice.sql.put('too-slow');
	person.press('v');
	await person.sees('Running');
	person.press('q');
	await person.sees('─ Services');
	await vi.waitFor(() =>
		expect(person.deeds.map(({outcome}) => outcome)).toEqual([expect.stringMatching(/^no rows shown: left/)]),
	);
});

test('a connection lost in the middle of it does not run the procedure twice', async () => {
	await using person = await atData();
	await person.practice.sql.put('too-slow');
	person.press('v');
	await person.sees('Running');
	person.practice.ssh.dropAll();
	await person.sees('The rows were not read');
	await person.sees('Next: press r to run it again');
	expect(person.deeds).toHaveLength(1);
});

test('y copies the call as T-SQL, and shows it', async () => {
	vi.stubEnv('TERM', 'xterm-256color');
	vi.stubEnv('SSH_TTY', '/dev/pts/0');
	try {
		await using person = await atData();
		person.press('y');
		await person.sees('✓ EXEC [ER].[dbo].[GetLatestPatientData]; sent to the terminal');
		const sent = Buffer.from('EXEC [ER].[dbo].[GetLatestPatientData];').toString('base64');
		expect(person.terminal.written()).toContain(sent);
	} finally {
		vi.unstubAllEnvs();
	}
});

test('without a connection rows are not to be had, and that is said', async () => {
	await using person = await atData();
	await person.practice.ssh[Symbol.asyncDispose]();
	await person.sees(/lost for/);
	person.press('v');
	await person.sees('No rows: there is no connection');
});

test('in read-only mode the rows can be looked at as the config asks for them, and in no other way', async () => {
	await using person = await atData({host: {readonly: true}, columns: 160});
	await person.sees('<v> rows  <y> copy T-SQL');
	person.press('V', 'v');
	await person.sees('128 rows');
	await person.sees('<r> again  <y> copy T-SQL');
	person.press('V', '?');
	await person.sees('run it again');
	expect(person.terminal.screen()).not.toContain('parameters');
});

test('what Esc means is in the help, there as everywhere', async () => {
	await using person = await atData();
	await person.practice.sql.put('hang-at-request');
	person.press('enter', 'r');
	await person.sees('│ … running');
	person.press('?');
	await person.sees(/esc +cancel the check/);
	await person.sees(/q +back/);
	person.press('esc');
	await person.sees('│ … running');
});
