import {describe, expect, test} from 'vitest';
import {parameterNameFault, procedureNameFault, withSchema} from '../../../source/domain/data/procedure-name.ts';

describe('the name of a procedure', () => {
	test.each(['dbo.GetLatestPatientData', 'GetPatients', 'vård.HämtaPatienter', '_x._y', `dbo.${'a'.repeat(128)}`])(
		'%s may be called',
		name => {
			expect(procedureNameFault(name)).toBeUndefined();
		},
	);

	test.each([
		'',
		'dbo.',
		'.Get',
		'dbo.Get; DROP TABLE x',
		'dbo.Get -- x',
		"dbo.Get'",
		'dbo.Get\n',
		'dbo.Get()',
		'dbo.Get;1',
		'[dbo].[Get]',
		'[dbo.Get]; x',
		'"dbo"."Get"',
		'srv.db.dbo.Get.x',
		'a.b.c.d.e',
		'dbo..Get',
		' dbo.Get',
		'dbo.$Get',
		'ER.dbo.Get',
		'master..xp_cmdshell',
		'xp_cmdshell',
		'dbo.XP_cmdshell',
		'sp_executesql',
		'dbo.sp_who',
		'sys.objects',
		'SYS.x',
		`dbo.${'a'.repeat(129)}`,
	])('%j is refused', name => {
		expect(procedureNameFault(name)).toMatch(/procedure|names|schema/);
	});
});

test('a name without a schema is one of dbo', () => {
	expect(withSchema('GetPatients')).toBe('dbo.GetPatients');
	expect(withSchema('er.GetPatients')).toBe('er.GetPatients');
});

test('a parameter has a plain name, with or without its @', () => {
	expect(['days', '@days', 'dagar_å', 'a$b#'].every(name => parameterNameFault(name) === undefined)).toBe(true);
	expect(['', '@', 'a b', "a'", '@@x', 'a;--'].every(name => parameterNameFault(name) !== undefined)).toBe(true);
});
