import {appendFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {openConsole, type Person} from '../support/person.ts';

/** Lines that say when they were written, the first with an error in it, one a second up to now. */
const withErrorFirst = (count: number): string =>
	Array.from({length: count}, (_, index) => {
		const at = new Date(Date.now() - (count - index) * 1000).toISOString();
		return index === 0 ? `${at} ERROR the model was not found\n` : `${at} INFO step ${index + 1}\n`;
	}).join('');

const openTraining = async (person: Person, text: string): Promise<string> => {
	const path = join(person.practice.directory, 'logs/training.log');
	await writeFile(path, text);
	await person.sees('grafana');
	person.press(':', 'logs training', 'enter');
	await person.sees(/─ training .* following/);
	return path;
};

test('an error in the first of 50 000 lines is found by a filter, shown with context, and the log around it', async () => {
	await using person = await openConsole();
	const path = await openTraining(person, withErrorFirst(50_000));
	await person.sees('INFO step 50000');
	person.press('/', 'model was', 'enter');
	await person.sees('the model was not found');
	await person.sees(/1 hit in 50 000 lines/);
	await person.seesNoMore('step 2');
	person.press('c');
	await person.sees('INFO step 4');
	await person.seesNoMore('INFO step 5');
	person.press('k', 'k', 'k', 'enter');
	await person.sees('INFO step 20');
	await person.sees(/▸.*the model was not found/);
	person.press('esc');
	await person.seesNoMore('INFO step 20');
	await appendFile(path, `${new Date().toISOString()} INFO another model was trained\n`);
	await person.sees('another model was trained');
});

test('the error far above is gone to by E from the end, and the end again by G', async () => {
	await using person = await openConsole();
	await openTraining(person, withErrorFirst(50_000));
	await person.sees(/1 error/);
	person.press('E');
	await person.sees(/▸.*the model was not found/);
	person.press('G');
	await person.sees('INFO step 50000');
	await person.sees(/following/);
});

test('lines of services and jobs stand in the order of time, with their names in front', async () => {
	await using person = await openConsole();
	await person.sees('grafana');
	person.press(':', 'logs all', 'enter');
	await person.sees(/─ all logs .* following/);
	person.practice.world.writeLog('er-forecast-mlflow-1', 'first of two');
	person.practice.world.writeLog('er-forecast-prometheus-1', 'second of two');
	await person.sees(/mlflow.*first of two\n(?:.*\n)*?.*prometheus.*second of two/);
});

test('a file that is written as fast as can be delays no key', async () => {
	await using person = await openConsole();
	const path = await openTraining(person, withErrorFirst(10));
	let count = 0;
	const flood = async (): Promise<void> => {
		for (let batch = 0; batch < 200; batch += 1) {
			const lines = Array.from({length: 500}, () => `2026-11-21 12:00:00 INFO flood ${(count += 1)}\n`);
			await appendFile(path, lines.join(''));
		}
	};
	const flooding = flood();
	await person.sees(/flood \d{4}/);
	person.press('k', 'k');
	await person.sees(/\d new below/);
	await flooding;
	person.press('f');
	await person.sees(`flood ${count}`);
	expect(count).toBe(100_000);
});
