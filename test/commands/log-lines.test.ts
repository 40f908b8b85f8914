import {expect, test} from 'vitest';
import type {LogRow} from '../../source/domain/log.ts';
import {createLinesOf, valueOf} from '../../source/commands/log-lines.ts';
import type {Entry} from '../../source/commands/logs.ts';

const at = new Date('2026-11-20T13:02:11Z');
const row: LogRow = {
	kind: 'rule',
	source: {kind: 'file', key: 'a', name: 'training', path: 'a.log'},
	words: 'restarted',
	more: 'exit 1',
	at,
};
const entry: Entry = {kind: 'row', found: {row, hit: false, apart: false}};

test('what happened to a log is said with the time here, and is a value with its instant', () => {
	const lines = createLinesOf({
		name: 'training',
		named: false,
		colour: false,
		parted: false,
		counted: () => undefined,
		range: '',
	});
	expect(lines(entry)).toEqual({print: [], say: ['restarted 14:02:11, exit 1']});
	expect(valueOf(entry)).toEqual({kind: 'rule', source: 'training', at, text: 'restarted, exit 1'});
});
