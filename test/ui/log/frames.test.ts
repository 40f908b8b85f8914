import {stripVTControlCharacters} from 'node:util';
import {expect, test} from 'vitest';
import {drawLog, roomForRows} from '../../../source/ui/log/draw-log.ts';
import {widthOf} from '../../../source/ui/text.ts';
import {createTheme} from '../../../source/ui/theme.ts';
import {now} from '../../support/still-life.ts';
import {scenes} from './scenes.ts';

const height = 18;
const host = {ahead: 0, zone: {kind: 'iana', zone: 'Europe/Stockholm'}} as const;

type Frame = {readonly name: string; readonly lines: readonly string[]};
type Look = {readonly level?: 0 | 1; readonly ascii?: boolean};

const framesOf = (width: number, {level = 0, ascii = false}: Look = {}): readonly Frame[] =>
	Object.entries(scenes).map(([name, scene]) => {
		const frame = {
			width,
			height,
			theme: createTheme({level, ascii}),
			clocks: {now, host},
			errors: /ERROR|Exception/,
		};
		const view = {...scene, width, height: roomForRows({...scene, width}, frame)};
		return {name, lines: drawLog(view, frame)};
	});

/** Frames with a mark at their right edge, so that what is too wide is seen. */
const edged = (frames: readonly Frame[], width: number): string =>
	frames
		.map(({name, lines}) => {
			for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(width);
			expect(lines.length).toBeLessThanOrEqual(height);
			const marked = lines.map(line => `${line}${' '.repeat(width - widthOf(line))}|\n`);
			return `# ${name}\n${marked.join('')}`;
		})
		.join('\n');

for (const width of [60, 80, 120]) {
	test(`every state of a log in ${width} columns`, async () => {
		await expect(edged(framesOf(width), width)).toMatchFileSnapshot(`../../fixtures/frames/log-${width}.txt`);
	});
}

test('every state of a log in colour', async () => {
	const frames = edged(framesOf(80, {level: 1}), 80).replaceAll(String.fromCodePoint(27), '␛');
	await expect(frames).toMatchFileSnapshot('../../fixtures/frames/log-80-colour.txt');
});

test('in ASCII there is no other sign than those of the log', async () => {
	const frames = edged(framesOf(80, {ascii: true}), 80);
	await expect(frames).toMatchFileSnapshot('../../fixtures/frames/log-80-ascii.txt');
	expect(frames.replaceAll(/[患者データ件を読み込ました🚑]/gu, '')).toMatch(/^[\n -~]*$/);
});

const linesOf = (level: 0 | 1): readonly string[] => framesOf(80, {level}).flatMap(({lines}) => lines);

test('with colour the words are the same', () => {
	expect(linesOf(1).map(line => stripVTControlCharacters(line))).toEqual(linesOf(0));
});
