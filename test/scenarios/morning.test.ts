import {expect, test} from 'vitest';
import {openConsole} from '../support/person.ts';

test('at seven in the morning: the overview says what is wrong, and one key brings grafana back', async () => {
	await using person = await openConsole({columns: 120, rows: 40});
	await person.sees(/✗ grafana +exited \(1\)/);
	await person.sees(/✗ prediction .* failed \(1\)/);
	await person.sees(/DataTooStaleError: Data is too stale/);
	await person.sees(/✗ patients +stale \(old\) +1d 7h +1d/);
	person.press('r');
	await person.sees('docker compose -f docker-compose.services.yml restart grafana');
	await person.sees(/✓ grafana restarted in \d+s · healthy in \d+s · 0 new errors/);
	await person.sees(/✓ grafana +running +healthy/);
	expect(person.deeds.map(({command}) => command)).toEqual([
		'docker compose -f docker-compose.services.yml restart grafana',
	]);
});

test('Enter on an error opens the log around it, Esc goes back to where one was', async () => {
	await using person = await openConsole();
	await person.sees('4 kinds ·');
	// Whether it is the newest depends on the time of day.
	const errors = person.terminal.screen().match(/^.[▲✗] \d\d:.*/gm) ?? [];
	person.press(
		'3',
		...errors
			.slice(
				0,
				errors.findIndex(row => row.includes(' prediction ')),
			)
			.map(() => 'j'),
		'enter',
	);
	await person.sees(/▸ .* ERROR .*Prediction flow failed/);
	await person.sees('raise DataTooStaleError(');
	person.press('esc');
	await person.sees('─ Services');
	await person.sees('<enter> log around it');
});

test('why the service went down is an error in every place, though its line states it in fields', async () => {
	await using person = await openConsole();
	await person.sees(/▲ .* grafana .* Failed to save the server state/);
	person.press('l');
	await person.sees(/─ grafana .*2 errors/);
	person.press('g', 'e');
	await person.sees(/▸ .*ERROR Failed to save the server state/);
});

test('Enter on the check shows it step by step', async () => {
	await using person = await openConsole({columns: 80, rows: 24});
	await person.sees('stale (old)');
	person.press('4', 'enter');
	await person.sees(/│ network +│ ✓ ok /);
	await person.sees(/│ age +│ ✗ failed .*1d 7h old, limit 1d/);
	await person.sees('Next: ask why no newer rows arrive');
});

test('Enter on a service follows its log', async () => {
	await using person = await openConsole();
	await person.sees('mlflow');
	person.press('j', 'j', 'enter');
	await person.sees(/─ mlflow .* following/);
	person.practice.world.writeLog('er-forecast-mlflow-1', 'a line that was just written');
	await person.sees('a line that was just written');
});

test('a running service asks first, with Cancel under the finger', async () => {
	await using person = await openConsole();
	await person.sees('mlflow');
	person.press('j', 'j', 'r');
	await person.sees('Restart mlflow?');
	await person.sees('▸ Cancel');
	person.press('enter');
	await person.seesNoMore('Restart mlflow?');
	expect(person.deeds).toEqual([]);
});

test('a protected service wants its name typed', async () => {
	await using person = await openConsole();
	await person.sees('minio');
	person.press('j', 'r');
	await person.sees('Type minio to go on');
	person.press(...'minio', 'enter');
	await person.sees(/✓ minio restarted in \d+s · healthy/);
	expect(person.deeds.map(({outcome}) => outcome)).toEqual([
		expect.stringMatching(/^minio restarted in \d+s · healthy/),
	]);
});

test('keys typed quickly act on the row they meant', async () => {
	await using person = await openConsole();
	await person.sees('mlflow');
	person.terminal.type('jjr');
	await person.sees('Restart mlflow?');
});

test('in read-only mode nothing can be restarted, and nothing says that it could', async () => {
	await using person = await openConsole({host: {readonly: true}});
	await person.sees('READ-ONLY');
	await person.sees('grafana');
	expect(person.terminal.screen()).not.toContain('<r> restart');
	person.press('r', '?');
	await person.sees('─ Help');
	expect(person.terminal.screen()).not.toContain('restart');
	expect(person.deeds).toEqual([]);
});

test('a dropped connection dims the rows, says since when, refuses actions, and comes back by itself', async () => {
	await using person = await openConsole();
	await person.sees(/✗ grafana/);
	person.practice.ssh.dropAll();
	await person.sees(/as of \d\d:\d\d:\d\d/);
	person.press('r');
	await person.sees('No restart: what is shown is not current');
	await person.sees('● connected');
	await person.seesNoMore('as of');
	await person.sees(/✗ grafana +exited \(1\)/);
});

test('a service that dies is on the screen at once, above all that is well', async () => {
	await using person = await openConsole();
	await person.sees('prometheus');
	person.practice.world.die('er-forecast-prometheus-1', 137);
	await person.sees(/✗ prometheus +exited \(137, killed\)/);
	await person.sees('2 of 5 down');
});

test('q leaves, and the terminal is as it was', async () => {
	await using person = await openConsole();
	await person.sees('grafana');
	person.press('q');
	await person.left;
	expect(person.terminal.written()).toContain('\u001B[?1049h');
	expect(person.terminal.written().lastIndexOf('\u001B[?1049l')).toBeGreaterThan(
		person.terminal.written().lastIndexOf('\u001B[?1049h'),
	);
	expect(person.terminal.written().lastIndexOf('\u001B[?25h')).toBeGreaterThan(
		person.terminal.written().lastIndexOf('\u001B[?25l'),
	);
});
