import {expect, test} from 'vitest';
import type {LogSource} from '../../source/domain/log.ts';
import {ruleInWords} from '../../source/domain/rule-words.ts';

const source: LogSource = {kind: 'file', key: 'a', name: 'a', path: 'a.log'};
const at = new Date('2026-11-20T13:02:11Z');
const tell = (time: Date): string => time.toISOString().slice(11, 19);

test('a rule says what happened, when by the clock it is told, and what else is known', () => {
	expect(ruleInWords({kind: 'rule', source, words: 'rotated', at}, tell)).toBe('rotated 13:02:11');
	expect(ruleInWords({kind: 'rule', source, words: 'restarted', more: 'exit 1', at}, tell)).toBe(
		'restarted 13:02:11, exit 1',
	);
	expect(ruleInWords({kind: 'rule', source, words: 'exited', more: 'exit 1', at: undefined}, tell)).toBe(
		'exited, exit 1',
	);
});

test('a line that has not ended has no time behind it', () => {
	const unended = {text: 'Password: ', at, part: '1', position: 0};
	expect(ruleInWords({kind: 'rule', source, words: 'not ended yet: Password: ', at, unended}, tell)).toBe(
		'not ended yet: Password: ',
	);
});
