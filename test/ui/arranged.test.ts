import {expect, test} from 'vitest';
import type {Section} from '../../source/store/session.ts';
import {arranged} from '../../source/ui/arranged.ts';
import {drawPlainly} from '../support/sections.ts';

const table: Section = {
	kind: 'table',
	heading: 'steps',
	rows: [
		{STEP: 'network', EVIDENCE: 'a name and an address and a port'},
		{STEP: 'login', EVIDENCE: 'as er'},
	],
	wraps: () => 'if it fits',
};
const why: Section = {kind: 'text', heading: 'It failed', lines: ['Why: it did'], needed: true};
const last: Section = {kind: 'text', heading: 'Ahead', lines: []};

const headings = (room: number): readonly string[] =>
	arranged([table, why, last], room, drawPlainly(12)).map(({heading}) => heading);

/** Heading, three lines of evidence, one more, and an empty line; then heading, line and an empty line that need not be seen. */
const enough = 1 + 3 + 1 + 1 + 1 + 1;

test('texts of a table go on where all that is needed is seen nevertheless', () => {
	expect(headings(enough)).toEqual(['steps', 'It failed', 'Ahead']);
});

test('where it would not be they are cut, and stand in full below it', () => {
	expect(headings(enough - 1)).toEqual(['steps', 'It failed', 'In full', 'Ahead']);
	expect(arranged([table, why, last], 3, drawPlainly(12))[2]).toMatchObject({
		lines: ['network: a name and an address and a port'],
	});
});

test('where nothing is needed, or nothing was cut, nothing is added', () => {
	expect(arranged([table, last], 1, drawPlainly(12))).toHaveLength(2);
	expect(arranged([table, why], 1, drawPlainly(80))).toHaveLength(2);
});
