import {expect, test} from 'vitest';
import {ProblemError} from '../../source/domain/problem.ts';
import type {Deed} from '../../source/flow/perform.ts';
import {openConsole, type Person} from '../support/person.ts';
import {waitUntil} from '../support/wait.ts';

const atData = async (audit: (deed: Deed) => Promise<void>): Promise<Person> => {
	const person = await openConsole({scenario: 'calm', audit});
	await person.sees(/✓ patients +fresh/);
	person.press('4');
	await person.sees(/▸✓ patients/);
	return person;
};

test('rows are shown when the look at them is written down, and not before', async () => {
	const asked: Deed[] = [];
	const written = Promise.withResolvers<void>();
	await using person = await atData(async deed => {
		asked.push(deed);
		await written.promise;
	});
	person.press('v');
	await waitUntil(
		() => asked.length > 0,
		() => 'nothing was written down',
	);
	await person.sees(/Running, [1-9]s/);
	expect(person.terminal.screen()).not.toContain('128 rows');
	written.resolve();
	await person.sees('128 rows');
	expect(asked.map(({outcome}) => outcome)).toEqual(['128 rows shown']);
});

test('rows whose look cannot be written down are not shown, and that is said', async () => {
	await using person = await atData(async () => {
		throw new ProblemError({
			what: 'Cannot write the audit log /state/audit.log',
			why: 'the disk is full',
			next: 'make room',
		});
	});
	person.press('v');
	await person.sees('The rows are not shown');
	await person.sees(/Why: looking at them has to be written down: Cannot write the audit log/);
	await person.sees('Next: make room');
	expect(person.terminal.screen()).not.toMatch(/RegisteredAt|128 rows/);
});
