import {expect, test} from 'vitest';
import {discreet} from '../../../source/engine/logs/discreet.ts';
import {createSieve} from '../../../source/parse/filter/sieve.ts';
import {createMemoryLog} from './merged/parts.ts';

const signal = new AbortController().signal;
const mask = (text: string): string => text.replaceAll(/password=\S+/g, 'password=***');

const {log} = createMemoryLog(
	'training',
	[0, 'hunter one'],
	[1, 'password=hunter'],
	[2, 'hunter two password=x'],
	[3, 'nothing'],
);

const searched = async (pattern: RegExp, inverse: boolean, context: number) => {
	const found = [];
	const query = {pattern, inverse, context, from: 'start', to: 'end'} as const;
	for await (const {rows} of discreet(log, mask).search(query, signal)) found.push(...rows);
	return found.map(({row, hit, apart}) => ({hit, apart, text: row.kind === 'line' ? row.line.text : row.words}));
};

test('a line is a hit by what is shown of it, whether it was found or followed', async () => {
	const hits = await searched(/hunter/, false, 0);
	expect(hits).toEqual([
		{hit: true, apart: false, text: 'hunter one'},
		{hit: true, apart: true, text: 'hunter two password=***'},
	]);
	const {rows} = await discreet(log, mask).read('start', 'after', 10, signal);
	const live = createSieve({pattern: /hunter/, inverse: false}, 0)(rows);
	expect(live.map(({row}) => (row.kind === 'line' ? row.line.text : ''))).toEqual(hits.map(({text}) => text));
});

test('what matches only in a secret stays around a hit, as no hit', async () => {
	expect(await searched(/hunter/, false, 1)).toEqual([
		{hit: true, apart: false, text: 'hunter one'},
		{hit: false, apart: false, text: 'password=***'},
		{hit: true, apart: false, text: 'hunter two password=***'},
		{hit: false, apart: false, text: 'nothing'},
	]);
});

test('nothing that a rule says shows a secret', async () => {
	const {source} = createMemoryLog('training');
	const rule = {kind: 'rule', source, words: 'not password=a', more: 'for password=b', at: undefined} as const;
	const telling = {...log, read: async () => ({rows: [rule], start: new Map(), end: new Map(), more: false})};
	const {rows} = await discreet(telling, mask).read('start', 'after', 10, signal);
	expect(rows).toEqual([{...rule, words: 'not password=***', more: 'for password=***'}]);
});
