import {expect, test} from 'vitest';
import {askingFor, emptyPrompt, type Prompt} from '../../source/store/prompt.ts';
import {drawPrompt as drawRows} from '../../source/ui/draw-prompt.ts';
import {widthOf} from '../../source/ui/text.ts';
import {createTheme} from '../../source/ui/theme.ts';

const plain = createTheme({level: 0, ascii: false});
const drawPrompt = (...drawn: Parameters<typeof drawRows>): string => drawRows(...drawn)[0];
const drawPromptKeys = (...drawn: Parameters<typeof drawRows>): string => drawRows(...drawn)[1];
const filter = (text: string, more: Partial<Prompt> = {}): Prompt => ({...emptyPrompt('filter', text), ...more});

test('what is typed stands behind its sign, with a cursor', () => {
	expect(drawPrompt(filter('retry'), 80, plain)).toBe(' /retry_');
	expect(drawPrompt(emptyPrompt('command', 'logs tr'), 80, plain)).toBe(' :logs tr_');
});

test('a bad pattern says why, and is red where there are colours', () => {
	const bad = filter('(', {problem: 'a bracket is not closed'});
	expect(drawPrompt(bad, 80, plain)).toBe(' /(_  ✗ a bracket is not closed');
	expect(drawPrompt(bad, 80, createTheme({level: 1, ascii: false}))).toContain('\u001B[31m(\u001B[39m');
});

test('what a command can be completed to is listed without what is typed', () => {
	const prompt = {...emptyPrompt('command', 'logs p'), choices: ['logs postgres', 'logs prediction']};
	expect(drawPrompt(prompt, 80, plain)).toBe(' :logs p_  postgres  prediction');
});

test('of a long line the end is seen, and what is wrong with it beside', () => {
	const prompt = filter(`${'日'.repeat(60)}(end`, {problem: 'a bracket is not closed, at its end'});
	for (const width of [40, 41, 60, 80]) {
		const line = drawPrompt(prompt, width, plain);
		expect(widthOf(line)).toBeLessThanOrEqual(width);
		expect(line).toMatch(/^ \/….*\(end_ {2}✗ a( brac|$)/);
	}
});

test('a line that was asked for stands behind its label, with what it should look like beside it', () => {
	const line = {
		label: 'parameters',
		hint: 'as in @Days = 1',
		does: 'run',
		text: '@Days = 2',
		check: () => undefined,
		enter: () => undefined,
	};
	const prompt = askingFor(line);
	expect(drawPrompt(prompt, 80, plain)).toBe(' parameters: @Days = 2_  as in @Days = 1');
	expect(drawPromptKeys(prompt, 80, plain)).toBe(' <enter> run  <esc> cancel  <ctrl-u> empty it  <up> as it was');
	for (const width of [40, 60, 80]) {
		const long = {...prompt, text: `@Ward = N'${'a'.repeat(200)}end'`, problem: 'a quote is not closed'};
		expect(widthOf(drawPrompt(long, width, plain))).toBeLessThanOrEqual(width);
		expect(drawPrompt(long, width, plain)).toMatch(/^ parameters: ….*end'_/);
	}
});

test('what is wrong with a line goes on in the place of the keys where there is no room beside it', () => {
	const problem = 'text wants quotes, and then there is a lot more to be said about it (at character 10)';
	const asked = filter('@Days = x', {problem});
	const [beside, below] = drawRows(asked, 60, plain);
	expect([beside, below]).toEqual([
		' /@Days = x_  ✗ text wants quotes, and then there is a lot',
		' more to be said about it (at character 10)',
	]);
	expect(drawRows(asked, 140, plain)).toEqual([` /@Days = x_  ✗ ${problem}`, drawRows(filter(''), 140, plain)[1]]);
	for (const width of [40, 60, 80])
		for (const row of drawRows(asked, width, plain)) expect(widthOf(row)).toBeLessThanOrEqual(width);
});

test('control characters that were pasted are not sent', () => {
	expect(drawPrompt(filter('a\u001B[2Jb\u0007'), 80, plain)).toBe(' /ab·_');
});

test('the keys that end it fit beside each other, or are left out', () => {
	expect(drawPromptKeys(filter(''), 80, plain)).toBe(' <enter> search  <esc> cancel  <up> the one before');
	expect(widthOf(drawPromptKeys(filter(''), 40, plain))).toBeLessThanOrEqual(40);
});
