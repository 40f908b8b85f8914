import {beforeAll, expect, test} from 'vitest';
import type {ParameterValue} from '../../../source/domain/data/procedure-rows.ts';
import {checkFreshness} from '../../../source/engine/sql-server/check.ts';
import {configFor, startPractice, wayBy} from './practice.ts';

beforeAll(() => import('mssql'));

const {signal} = new AbortController();

/** What a procedure is given for the parameter `value`. */
const arriving = async (value: ParameterValue): Promise<unknown> => {
	const given: unknown[] = [];
	await using practice = await startPractice({
		parameters: ['value'],
		run({parameters}) {
			given.push(parameters['value']);
			return {};
		},
	});
	await checkFreshness(configFor(practice.port, {parameters: {value}}), wayBy(), signal);
	return given[0];
};

test.each([
	[5, 5],
	[-2_147_483_648, -2_147_483_648],
	[2_147_483_648, 2_147_483_648n],
	[-9_007_199_254_740_991, -9_007_199_254_740_991n],
	[0.1, 0.1],
	[-1e-300, -1e-300],
	[true, true],
	[false, false],
	[null, null],
	['', ''],
	["it's; DROP TABLE Patients --", "it's; DROP TABLE Patients --"],
	["'; EXEC xp_cmdshell 'x", "'; EXEC xp_cmdshell 'x"],
	['@@version å\u0000😀', '@@version å\u0000😀'],
	['5', '5'],
	['9'.repeat(9000), '9'.repeat(9000)],
])('%j arrives as data, of its own type', async (value, expected) => {
	expect(await arriving(value)).toBe(expected);
});
