import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {openConsole, type Person} from '../support/person.ts';

const command = 'docker compose -f docker-compose.jobs.yml run --build prediction';

/** Somebody who is asked whether to run the prediction. */
const asked = async (person: Person): Promise<void> => {
	await person.sees(/prediction +(?:\d|-)/);
	person.press('2', 'g');
	// The job that failed comes first in the morning; on a calm server they go by their names.
	await person.sees(/▸.*prediction/);
	person.press('r');
	await person.sees('Run prediction?');
	await person.sees(command);
};

const run = async (person: Person): Promise<void> => {
	await asked(person);
	person.press('y');
	await person.sees(/─ prediction: build and run of .* following/);
};

test('r asks, and Cancel is what Enter does', async () => {
	await using person = await openConsole({scenario: 'calm'});
	await asked(person);
	await person.sees('▸ Cancel');
	person.press('enter');
	await person.seesNoMore('Run prediction?');
	expect(person.deeds).toEqual([]);
});

test('a job is built and run, its output is followed, and what came of it is said and written down', async () => {
	await using person = await openConsole({scenario: 'calm'});
	await run(person);
	await person.sees(/#5 .*RUN pip install/);
	await person.sees('prediction runs in container');
	await person.sees('Prediction flow started');
	await person.sees(/prediction finished in \d+s \(exit 0\) · 0 new errors/);
	expect(person.deeds).toEqual([
		{command, outcome: expect.stringMatching(/^prediction was started; its output is kept in .*output\.log$/)},
		{command, outcome: expect.stringMatching(/^prediction finished in \d+s \(exit 0\) · 0 new errors$/)},
	]);
	person.press('esc');
	await person.sees(/prediction +.*ok/);
});

test('a build that fails is said with its last words, and the job shows it', async () => {
	await using person = await openConsole({scenario: 'calm'});
	await writeFile(join(person.practice.directory, 'requirements.txt'), 'lightgbm==9.9.9\n');
	await run(person);
	await person.sees('No matching distribution found for lightgbm==9.9.9');
	await person.sees(/build failed after \d+s \(exit 17\): ERROR: No matching distribution found for lightgbm==9\.9\.9/);
	person.press('esc');
	await person.sees(/prediction .*build failed \(17\)/);
	person.press('l');
	await person.sees('No matching distribution found for lightgbm==9.9.9');
});

test('the connection is lost while it is built and while it runs, and its output goes on where it was', async () => {
	await using person = await openConsole({scenario: 'calm'});
	await run(person);
	await person.sees('pip install');
	person.practice.ssh.dropAll();
	await person.sees('Prediction flow started');
	person.practice.ssh.dropAll();
	await person.sees(/prediction finished in \d+s \(exit 0\)/);
	await person.sees('Prediction flow finished');
	expect(person.deeds).toHaveLength(2);
});

test('what goes on is left after a question, is found again, and may be stopped', async () => {
	await using person = await openConsole({scenario: 'calm'});
	await person.sees('training');
	person.press('2', 'G', 'r');
	await person.sees('Run training?');
	person.press('y');
	await person.sees('Training flow started');
	person.press('esc');
	await person.sees('training goes on');
	person.press('enter');
	await person.sees('─ Services');
	await person.sees(/training .*running/);
	person.press('r');
	await person.sees(/A run of it goes on since .*two would run at\s+(?:│\s*│\s*)?once/);
	person.press('n');
	await person.seesNoMore('Run training?');
	person.press('l');
	await person.sees(/─ training: build and run of/);
	person.press('ctrl-c');
	await person.sees('training goes on');
	person.press('tab', 'enter');
	await person.sees(/training was stopped after \d+s \(exit 1\d\d/);
	expect(person.deeds.at(-1)?.outcome).toMatch(/^training was stopped/);
	expect(person.deeds.map(({command: deed}) => deed)).toContainEqual(
		expect.stringMatching(/^docker stop [\da-f]{12}$/),
	);
});

test('in read-only mode there is no such key', async () => {
	await using person = await openConsole({scenario: 'calm', host: {readonly: true}});
	await person.sees('training');
	person.press('2', 'r', '?');
	await person.sees('log of the last run');
	expect(person.terminal.screen()).not.toMatch(/ r +run\b/);
});
