import {describe, expect, test} from 'vitest';
import {levelOf} from '../../../source/parse/lines/levels.ts';
import {fold, logNames, logOf} from '../../support/fold.ts';

/** What the file beside a log says is in it: its errors, each by the number of its line, and the level of each line that states one. */
const contentOf = (name: string) => {
	const {events, lines} = fold([logOf(name)]);
	const numberOf = (position: number): number => lines.findIndex(line => line.position === position) + 1;
	const levels: Record<string, number[]> = {};
	for (const {text, position} of lines) (levels[levelOf(text) ?? 'none'] ??= []).push(numberOf(position));
	return {
		events: events.map(({line, details, count, first, at, summary, frame, fingerprint}) => ({
			line: numberOf(line.position),
			details: details.length,
			count,
			first,
			last: at,
			summary,
			frame,
			fingerprint,
		})),
		levels,
	};
};

describe('a log of the real world', () => {
	test.each(logNames)('%s has the errors and levels that are written down beside it', async name => {
		const content = `${JSON.stringify(contentOf(name), undefined, '\t').replaceAll(/\[[\s\d,]*\]/g, list => list.replaceAll(/\s+/g, ' '))}\n`;
		await expect(content).toMatchFileSnapshot(`../../fixtures/logs/${name.replace('.log', '.expected.json')}`);
	});

	test.each(logNames)('%s is the same however its bytes arrive', name => {
		const bytes = logOf(name);
		const single = Array.from({length: bytes.length}, (_, index) => bytes.subarray(index, index + 1));
		expect(fold(single)).toEqual(fold([bytes]));
	});
});
