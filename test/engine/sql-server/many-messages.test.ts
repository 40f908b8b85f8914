import {expect, test} from 'vitest';
import type {Procedure} from '../../../source/demo/sql-server/server.ts';
import {checkFreshness} from '../../../source/engine/sql-server/check.ts';
import {procedureRows} from '../../../source/engine/sql-server/rows/rows.ts';
import {configFor, startPractice, wayBy} from './practice.ts';

const {signal} = new AbortController();

/** A procedure that raises errors as in a loop, and is not at its end then. */
const raising: Procedure = {
	run: () => ({
		errors: Array.from({length: 2000}, (_, index) => ({message: `row ${index + 1} is broken`})),
		cut: 'hang',
	}),
};

test('a check of a procedure that reports errors without an end is stopped on SQL Server, and tells the first', async () => {
	await using practice = await startPractice(raising);
	const {verdict, cause, problem} = await checkFreshness(configFor(practice.port), wayBy(), signal);
	expect({verdict, cause}).toEqual({verdict: 'failed', cause: 'raised'});
	expect(problem?.why).toMatch(/row 1 is broken/);
	expect(practice.attentions).toBe(1);
});

test('rows of such a procedure are asked for no further', async () => {
	await using practice = await startPractice(raising);
	await expect(procedureRows(configFor(practice.port), wayBy(), {}, signal)).rejects.toThrow(/row 1 is broken/);
	expect(practice.attentions).toBe(1);
});
