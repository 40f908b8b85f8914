import * as fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {execStatement, maskedStatement, parametersInWords, parseParameters} from '../../../source/domain/data/t-sql.ts';

const call = {database: 'ER', procedure: 'dbo.GetLatestPatientData', parameters: {}};

describe('the statement to paste', () => {
	test('calls the procedure by its full name', () => {
		expect(execStatement(call)).toBe('EXEC [ER].[dbo].[GetLatestPatientData];');
		expect(execStatement({...call, procedure: 'Order'})).toBe('EXEC [ER].[dbo].[Order];');
	});

	test('writes each value as T-SQL does', () => {
		const parameters = {Days: 1, Ward: "l'akut", Share: -1.5, All: true, None: false, '@Left': null};
		expect(execStatement({...call, parameters})).toBe(
			"EXEC [ER].[dbo].[GetLatestPatientData] @Days = 1, @Ward = N'l''akut', @Share = -1.5, @All = 1, @None = 0, @Left = NULL;",
		);
	});

	test('names parameters without their values where others read it', () => {
		const parameters = {VisitId: 'a + \n\u202eb', Days: 1, Left: null};
		expect(maskedStatement({...call, parameters})).toBe(
			'EXEC [ER].[dbo].[GetLatestPatientData] @VisitId = …, @Days = …, @Left = …;',
		);
	});

	test('keeps a name with brackets together', () => {
		expect(execStatement({...call, database: 'a]; DROP DATABASE ER; --[b'})).toBe(
			'EXEC [a]]; DROP DATABASE ER; --[b].[dbo].[GetLatestPatientData];',
		);
	});

	test('names hidden signs by their number, in a variable', () => {
		expect(execStatement({...call, parameters: {Ward: 'a + \n\u202eb', Days: 1}})).toBe(
			"DECLARE @Ward nvarchar(max) = N'a + ' + NCHAR(10) + NCHAR(8238) + N'b'; EXEC [ER].[dbo].[GetLatestPatientData] @Ward = @Ward, @Days = 1;",
		);
	});

	test('shows what an output parameter answers', () => {
		expect(execStatement({...call, parameters: {Days: 1}, timestampParameter: 'Newest'})).toBe(
			'DECLARE @Newest datetime2; EXEC [ER].[dbo].[GetLatestPatientData] @Days = 1, @Newest = @Newest OUTPUT; SELECT @Newest AS [Newest];',
		);
		expect(execStatement({...call, timestampParameter: '@Newest', timezone: 'offset'})).toContain(
			'DECLARE @Newest datetimeoffset;',
		);
	});

	test('shows what the procedure returns', () => {
		expect(execStatement({...call, returnValue: 'status', parameters: {Result: 1}})).toBe(
			'DECLARE @result_ int; EXEC @result_ = [ER].[dbo].[GetLatestPatientData] @Result = 1; SELECT @result_ AS [result_];',
		);
	});

	test('never holds a control character, nor ends a text early', () => {
		fc.assert(
			fc.property(fc.string({unit: 'binary'}), fc.string(), (value, database) => {
				const statement = execStatement({...call, database, parameters: {Ward: value}});
				expect(statement).not.toMatch(/\p{Cc}|\p{Cs}/u);
				const outside = statement.replaceAll(/N'(?:[^']|'')*'|\[(?:[^\]]|\]\])*\]/g, '');
				expect(outside).toMatch(/^(?:DECLARE @Ward nvarchar\(max\) = [NCHAR()\d +]*; )?EXEC \.\. @Ward = (?:@Ward)?;$/);
			}),
		);
	});
});

const names = fc
	.array(fc.stringMatching(/^[A-Za-zåäö_][A-Za-z0-9_$#]{0,9}$/), {maxLength: 4})
	.map(list =>
		list.filter((name, index) => list.findIndex(other => other.toLowerCase() === name.toLowerCase()) === index),
	);
const values = fc.oneof(
	fc.string(),
	fc.string({unit: 'binary'}),
	fc.constantFrom("'", "''", 'NULL', 'true', "N'x'", ' + ', '\0'),
	fc.boolean(),
	fc.constant(null),
	fc.integer(),
	fc.double({noNaN: true, noDefaultInfinity: true}).map(value => (value === 0 ? 0 : value)),
);

describe('the line that is edited', () => {
	test('reads as T-SQL', () => {
		expect(parametersInWords({Days: 1, Ward: 'akut', All: true, Left: null})).toBe(
			"@Days = 1, @Ward = N'akut', @All = true, @Left = NULL",
		);
	});

	test('means what it meant when it is read back', () => {
		fc.assert(
			fc.property(
				names.chain(keys => fc.tuple(...keys.map(key => fc.tuple(fc.constant(key), values)))),
				entries => {
					const parameters = Object.fromEntries(entries);
					expect(parseParameters(parametersInWords(parameters))).toEqual({parameters});
				},
			),
		);
	});

	test.each([
		['', {}],
		['  ', {}],
		['Days=1', {Days: 1}],
		["@Ward='akut' , @Days = -2.50", {Ward: 'akut', Days: -2.5}],
		["@Ward = n'l''akut'", {Ward: "l'akut"}],
		['@A = null, @B = TRUE, @C = False', {A: null, B: true, C: false}],
		['@A = .5, @B = 1e3, @C = +7, @D = 1.', {A: 0.5, B: 1000, C: 7, D: 1}],
		["@A = N'a' + NCHAR(10)+N'b', @B = nchar(9)", {A: 'a\nb', B: '\t'}],
	])('%s is understood', (line, parameters) => {
		expect(parseParameters(line)).toEqual({parameters});
	});

	test.each([
		['1', 'a name comes first, as in @Days = 1 (at character 1)'],
		['@Days', '@Days misses its = (at character 6)'],
		['@Days 1', '@Days misses its = (at character 7)'],
		['@Days =', "a value is 1, NULL, true or N'akut' (at character 8)"],
		['@Days = 1,', 'a name comes first, as in @Days = 1 (at character 11)'],
		['@Days = 1 @Ward = 2', 'a comma is missing (at character 11)'],
		['@Days = 1abc', 'a comma is missing (at character 10)'],
		['@Ward = akut', "text wants quotes: N'akut' (at character 9)"],
		["@Ward = N'akut", 'this text has no closing quote (at character 9)'],
		["@Ward = N'akut' + 1", "a value is 1, NULL, true or N'akut' (at character 19)"],
		['@Days = 1, @days = 2', '@days is given twice (at character 12)'],
		['@Id = 9007199254740993', "too many digits: write N'9007199254740993' (at character 7)"],
		['@Id = 1e999', "too many digits: write N'1e999' (at character 7)"],
		['@A = NCHAR(99999)', "a value is 1, NULL, true or N'akut' (at character 6)"],
		['@A = 1; DROP TABLE x --', 'a comma is missing (at character 7)'],
		[`@${'a'.repeat(129)} = 1`, 'a parameter is named with letters, digits, _, $ and # (at character 1)'],
	])('%s is refused', (line, problem) => {
		expect(parseParameters(line)).toMatchObject({problem});
	});

	test('whatever is typed is answered', () => {
		fc.assert(
			fc.property(fc.string({unit: 'binary'}), line => {
				const read = parseParameters(`@Days = ${line}`);
				expect('problem' in read ? read.problem : read.parameters).toBeDefined();
			}),
		);
	});
});
