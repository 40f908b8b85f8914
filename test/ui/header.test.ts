import {expect, test} from 'vitest';
import {frameOf} from '../support/frame.tsx';
import {stillLife} from '../support/still-life.ts';

const firstLine = async (changes: Partial<Awaited<ReturnType<typeof stillLife>>>, width = 80): Promise<string> => {
	await using console = await stillLife();
	const frame = await frameOf({...console, ...changes}, width, 24, 'Services');
	return frame.split('\n')[0]?.trim() ?? '';
};

test('whoever trusts any certificate, or sends the password in the clear, is told at all times', async () => {
	expect(await firstLine({sqlTrust: ['not verified']})).toContain('connected 12 ms  SQL not verified');
	expect(await firstLine({sqlTrust: ['in the clear']})).toContain('connected 12 ms  SQL in the clear');
	expect(await firstLine({})).not.toContain('SQL');
});

test('that is said on a screen of 80 columns, whatever else there is to say', async () => {
	const everything = {practice: true, readonly: true, sqlTrust: ['in the clear', 'not verified']} as const;
	expect(await firstLine(everything)).toMatch(/\(practice\) {2}READ-ONLY .* SQL in the clear/);
	expect(await firstLine(everything, 120)).toContain('SQL in the clear  SQL not verified  ');
});
