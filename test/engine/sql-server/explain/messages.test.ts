import {describe, expect, test} from 'vitest';
import {ownerOf} from '../../../../source/domain/data/cause.ts';
import type {StepName} from '../../../../source/domain/data/freshness.ts';
import {knownMessages} from '../../../../source/engine/sql-server/explain/known-messages.ts';
import {explainMessages} from '../../../../source/engine/sql-server/explain/messages.ts';
import type {ServerMessage, Subject} from '../../../../source/engine/sql-server/subject.ts';
import {configFor, loginWith} from '../practice.ts';

const subject: Subject = {
	config: configFor(1433, {server: 'sql01', login: loginWith({domain: 'ER'})}),
	through: 'er-forecast',
	deadline: 15_000,
	conceal: text => text,
};

const explained = (at: StepName, message: ServerMessage, about = subject) => {
	const finding = explainMessages([message], at, about);
	return {is: `${finding?.verdict} (${finding?.cause}) at ${finding?.step}`, ...finding?.problem};
};

describe('an error from inside the procedure is not blamed on what the config says', () => {
	test.each([
		[916, 'The server principal "er_reader" is not able to access the database "Warehouse".'],
		[18_456, "Login failed for user 'linked_reader'."],
		[976, "The target database, 'Warehouse', is participating in an availability group."],
		[911, "Database 'Warehouse' does not exist."],
		[2812, "Could not find stored procedure 'dbo.Other'."],
		[2812, "Could not find stored procedure 'import.Get'."],
	])('%i: %s', (number, message) => {
		for (const at of ['procedure', 'rows'] as const) {
			const {is, why} = explained(at, {number, message, procedure: 'dbo.Get', line: 12});
			expect(is).toBe('failed (raised) at procedure');
			expect(why).toContain(message.slice(0, -1));
		}
	});

	test.each([
		[8114, 'Error converting data type nvarchar to int.', 'dbo.Get', 12],
		[201, "Procedure or function 'Other' expects parameter '@Days', which was not supplied.", 'Other', 0],
		[8145, '@Days is not a parameter for procedure Get.', 'import.Get', 0],
	])('%i: %s (%s, line %i)', (number, message, procedure, line) => {
		expect(explained('procedure', {number, message, procedure, line}).is).toBe('failed (raised) at procedure');
	});

	test('nor is a right that it lacks on another procedure', () => {
		const message = "The EXECUTE permission was denied on the object 'Other', database 'Warehouse', schema 'dbo'.";
		const {is, next} = explained('procedure', {number: 229, message});
		expect(is).toBe('failed (denied) at procedure');
		expect(next).not.toContain('GRANT');
	});
});

describe('an error of the call itself is', () => {
	test.each([
		[2812, "Could not find stored procedure 'dbo.Get'.", '', 1, 'missing'],
		[2812, "Could not find stored procedure 'GET'.", '', 62, 'missing'],
		[201, "Procedure or function 'Get' expects parameter '@Days', which was not supplied.", 'Get', 0, 'parameters'],
		[8114, 'Error converting data type nvarchar to int.', 'dbo.Get', 0, 'parameters'],
		[8144, 'Procedure or function Get has too many arguments specified.', '[ER].[dbo].[get]', 1, 'parameters'],
		[229, "The EXECUTE permission was denied on the object 'Get', database 'ER', schema 'dbo'.", '', 1, 'denied'],
	])('%i: %s', (number, message, procedure, line, cause) => {
		expect(explained('procedure', {number, message, procedure, line}).is).toBe(`failed (${cause}) at procedure`);
	});
});

test.each([
	['a firewall', 40_615, 'login', 'failed (firewall) at login', 'the network team'],
	['a login that is no user of the database', 916, 'database', 'failed (nouser) at database', 'the database team'],
] as const)('%s has a cause of its own', (_, number, at, is, owner) => {
	const found = explained(at, {number, message: 'x'});
	expect(found.is).toBe(is);
	expect(found.next).toContain(owner);
});

describe('the right that is asked for is T-SQL', () => {
	const message = "The EXECUTE permission was denied on the object 'Get', database 'ER', schema 'dbo'.";
	test.each([
		[loginWith({}), 'TO [er_reader]`'],
		[loginWith({domain: 'ER'}), 'TO [ER\\er_reader]`'],
		[loginWith({user: 'a]b'}), 'TO [a]]b]`'],
		[loginWith({type: 'azure-active-directory-msi-vm', user: undefined}), 'Get` to the user of that identity'],
	])('%o: %s', (login, ends) => {
		const about = {...subject, config: {...subject.config, login}};
		expect(explained('procedure', {number: 229, message}, about).next).toContain(ends);
	});
});

test('what to do names the one whom the cause belongs to', () => {
	for (const {cause, next} of knownMessages) {
		const owner = ownerOf('failed', cause);
		expect(next(subject)).toContain(owner === 'whoever keeps the config' ? 'config' : owner);
	}
});
