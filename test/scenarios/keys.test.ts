import {expect, test} from 'vitest';
import {openConsole} from '../support/person.ts';

test('a pasted word is not taken for keys', async () => {
	await using person = await openConsole();
	await person.sees('mlflow');
	person.terminal.type('\u001B[200~Rq\u001B[201~');
	person.press('?');
	await person.sees('─ Help');
	expect(person.deeds).toEqual([]);
});

test('a pasted name is an answer where a name is asked for', async () => {
	await using person = await openConsole();
	await person.sees('minio');
	person.press('j', 'r');
	await person.sees('Type minio to go on');
	person.terminal.type('\u001B[200~minio\n\u001B[201~');
	await person.sees('Type minio to go on: minio');
	person.press('esc');
	await person.seesNoMore('Type minio');
});

test('a screen that is too small to show anything takes no key but the one to leave', async () => {
	await using person = await openConsole();
	await person.sees(/✗ grafana/);
	person.terminal.resize(30, 8);
	await person.sees('mlops-tui needs 40x12');
	person.press('r');
	person.terminal.resize(120, 40);
	await person.sees(/✗ grafana +exited \(1\)/);
	expect(person.deeds).toEqual([]);
	person.terminal.resize(30, 8);
	await person.sees('mlops-tui needs 40x12');
	person.press('ctrl-c');
	await person.left;
});

test('on a short screen the pane with the focus is there alone', async () => {
	await using person = await openConsole({columns: 80, rows: 13});
	await person.sees(/✗ grafana/);
	person.press('4');
	await person.sees(/▸✗ patients +stale/);
	expect(person.terminal.screen()).not.toContain('─ Services');
});

test('leaving while a service restarts is written down as not known', async () => {
	await using person = await openConsole();
	await person.sees(/✗ grafana/);
	person.practice.docker.faults.hang = /\/restart/;
	person.press('r');
	await person.sees('… restarting grafana · docker compose -f docker-compose.services.yml restart grafana');
	person.press('ctrl-c');
	await person.left;
	expect(person.deeds).toEqual([
		{
			command: 'docker compose -f docker-compose.services.yml restart grafana',
			outcome: expect.stringMatching(/unknown/),
		},
	]);
});

test('z gives a pane the whole screen, q gives it back', async () => {
	await using person = await openConsole();
	await person.sees('stale (old)');
	person.press('2', 'z');
	await person.seesNoMore('─ Services');
	await person.sees('─ Jobs');
	person.press('q');
	await person.sees('─ Services');
});

test('Tab and Enter in one breath open a row of the next pane', async () => {
	await using person = await openConsole();
	await person.sees(/✗ prediction/);
	person.terminal.type('\t\r');
	await person.sees('─ prediction · runs');
	expect(person.deeds).toEqual([]);
});
