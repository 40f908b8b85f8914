import {readdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {openConsole, type Person} from '../support/person.ts';

/** A service that runs and says nothing by itself. */
const quiet = 'er-forecast-prometheus-1';

/** Opens its log after these lines were written to it. */
const openQuiet = async (person: Person, lines: readonly string[] = []): Promise<void> => {
	await person.sees(/✓ prometheus +running/);
	if (lines.length > 0) person.practice.world.writeLog(quiet, lines.join('\n'));
	person.press(':', 'logs prometheus', 'enter');
	await person.sees(/─ prometheus .* following/);
};

const numbered = (count: number): readonly string[] => Array.from({length: count}, (_, index) => `line ${index + 1}`);

test('following pauses when somebody scrolls up, counts what is new, and goes on with f', async () => {
	await using person = await openConsole();
	await openQuiet(person, numbered(200));
	await person.sees('line 200');
	person.press('k', 'k');
	person.practice.world.writeLog(quiet, 'new one\nnew two');
	await person.sees(/2 new/);
	await person.seesNoMore('new two');
	person.press('f');
	await person.sees('new two');
	await person.sees('following');
});

test('a bad pattern turns red and keeps the old filter', async () => {
	await using person = await openConsole();
	await openQuiet(person, [...numbered(200), 'the needle']);
	person.press('/', 'needle', 'enter');
	await person.sees(/1 hit/);
	person.press('/', '(', 'enter');
	await person.sees('unterminated group');
	person.press('esc');
	await person.sees(/needle.* 1 hit/);
	person.press('/', '!line', 'enter');
	await person.seesNoMore('line 200');
	expect(person.terminal.screen()).toContain('the needle');
});

test('Enter on a hit shows the log around it, Esc goes back to the filter, and the next takes it away', async () => {
	await using person = await openConsole();
	await openQuiet(person, [...numbered(300), 'the needle', ...numbered(300)]);
	person.press('/', 'needle', 'enter');
	await person.sees(/1 hit/);
	person.press('enter');
	await person.sees('line 299');
	await person.sees(/▸ +the needle/);
	person.press('esc');
	await person.seesNoMore('line 299');
	await person.sees(/1 hit/);
	person.press('esc');
	await person.sees('line 300');
	person.press('esc');
	await person.sees('─ Services');
});

test('the command line opens logs by name, all of them merged, and says what there is', async () => {
	await using person = await openConsole();
	await person.sees('grafana');
	person.press(':', 'logs all', 'enter');
	await person.sees(/─ all logs /);
	person.press(':', 'jobs', 'enter');
	await person.sees('<enter> runs');
	person.press(':', 'lo', 'tab', 'grafa', 'tab');
	await person.sees(':logs grafana');
	person.press('enter');
	await person.sees(/─ grafana /);
	person.press(':', 'nonsense', 'enter');
	await person.sees('there is no :nonsense');
	person.press('esc');
	await person.seesNoMore(':nonsense');
	person.press(':', 'logs nosuch', 'enter');
	await person.sees('There is no log nosuch');
});

test('a small screen shows the keys of a log that are used most, and its help all of them', async () => {
	await using person = await openConsole({columns: 80, rows: 24});
	await openQuiet(person, ['level=error msg="it broke" code=7']);
	await person.sees(/<\/> filter +<n> hit +<e> error +<c> context +<f> follow +<\?> help +<esc> back/);
	await person.sees('ERROR it broke code=7');
	person.press('J');
	await person.sees('level=error msg="it broke" code=7');
	await person.sees(/ · raw/);
	person.press('?');
	await person.sees('JSON as written');
	expect(person.terminal.screen()).toMatch(/Find +Range[^]*Show[^]*Take along/);
	expect(person.terminal.screen()).toMatch(/L +pager/);
	for (const label of ['end', 'command', 'back'])
		expect(person.terminal.screen()).toMatch(new RegExp(` ${label} *$`, 'm'));
	person.press('esc');
	await person.seesNoMore('Take along');
	person.press('p');
	await person.sees(/Docker has no earlier start of prometheus/);
});

test('a flood delays no key: what it does is seen while lines pour in', async () => {
	await using person = await openConsole();
	await openQuiet(person);
	let count = 0;
	const pouring = setInterval(
		() => person.practice.world.writeLog(quiet, Array.from({length: 250}, () => `flood ${(count += 1)}`).join('\n')),
		5,
	);
	try {
		await person.sees(/flood \d{4}/);
		const before = count;
		person.press('w');
		await person.sees(/· wrap/);
		expect(count).toBeGreaterThan(before);
		person.press('k', 'k');
		await person.sees(/\d new/);
		person.press('?');
		await person.sees('close the help');
		person.press('esc');
		await person.sees(/\d new below/);
		person.press('f');
		await person.sees(/following/);
	} finally {
		clearInterval(pouring);
	}
	await person.sees(`flood ${count}`);
});

test('errors are gone to by e and E, and the line is copied, the log saved', async () => {
	await using person = await openConsole();
	const error = [
		'ERROR it broke',
		'Traceback (most recent call last):',
		'  File "/app/run.py", line 3',
		'ValueError: no rows',
	];
	await openQuiet(person, [...numbered(100), ...error, ...numbered(100)]);
	await person.sees(/1 error/);
	person.press('e');
	await person.sees('No error below this: E goes up');
	person.press('E');
	await person.sees(/▸ +ERROR it broke/);
	person.press('E');
	await person.sees('No error above this');
	person.press('y');
	await person.sees(/4 lines (copied|sent)/);
	person.press('S');
	await person.sees(/Saved .*mlops-tui-prometheus-.*\.log/);
	const files = await readdir(person.practice.directory);
	const name = files.find(file => file.startsWith('mlops-tui-')) ?? '';
	const saved = await readFile(join(person.practice.directory, name), 'utf8');
	expect(saved).toContain(error.join('\n'));
	expect(saved.split('\n')).toContain('line 1');
});

test('a range shows what is in it, and an empty one says that it shows more', async () => {
	await using person = await openConsole();
	await openQuiet(person, numbered(5));
	person.press('2');
	await person.sees(/ since \d\d:\d\d:\d\d /);
	await person.sees('line 5');
	expect(person.terminal.screen()).not.toContain('level=info');
	person.press('esc');
	await person.sees('─ Services');
	person.press(':', 'logs grafana', 'enter');
	await person.sees(/─ grafana .* following/);
	person.press('2');
	await person.sees(/nothing in 1m, so its last lines: newest .* ago/);
});

test('a connection that is lost leaves the log there, and it goes on', async () => {
	await using person = await openConsole();
	await openQuiet(person, numbered(5));
	await person.sees('line 5');
	person.practice.ssh.dropAll();
	await person.sees(/lost for/);
	person.practice.world.writeLog(quiet, 'while away');
	expect(person.terminal.screen()).toContain('line 5');
	person.press('\u0012');
	await person.sees('while away');
	await person.sees(/following/);
});

test('what is written while older lines are read is counted, and is there once when the end is come to', async () => {
	await using person = await openConsole();
	await openQuiet(person, ['ERROR it broke', ...numbered(1000)]);
	await person.sees(/1 error/);
	person.press('g');
	await person.sees(/ERROR it broke *\n +line 1$/m);
	person.practice.world.writeLog(quiet, 'ERROR again\nafter it');
	await person.sees(/2 errors · paused, 2 new below/);
	const last = /ERROR again *\n *▸? *after it/;
	while (!last.test(person.terminal.screen())) {
		const before = person.terminal.screen();
		person.press('pgdn');
		await expect.poll(() => person.terminal.screen() !== before, {interval: 5}).toBe(true);
	}
	person.practice.world.writeLog(quiet, 'the end');
	await person.sees(/ERROR again *\n +after it *\n *▸ *the end/);
	await person.sees(/2 errors · following/);
});
