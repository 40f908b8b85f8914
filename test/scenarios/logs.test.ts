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
	await person.sees(/grafana and \d+ more/);
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

test('a flood delays no key: what it does is seen while lines pour in', async () => {
	await using person = await openConsole();
	await openQuiet(person);
	let count = 0;
	let pours = true;
	const pour = async (): Promise<void> => {
		while (pours) {
			person.practice.world.writeLog(quiet, Array.from({length: 250}, () => `flood ${(count += 1)}`).join('\n'));
			await new Promise(resolve => {
				setTimeout(resolve, 5);
			});
		}
	};
	const pouring = pour();
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
		pours = false;
		await pouring;
	}
	await person.sees(`flood ${count}`);
});
