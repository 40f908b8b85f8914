import {render} from 'ink';
import {expect} from 'vitest';
import {App} from '../../source/ui/app.tsx';
import type {Console} from '../../source/ui/console.ts';
import {widthOf} from '../../source/ui/text.ts';
import {openTerminal} from './terminal.ts';
import {waitUntil} from './wait.ts';

/** The screen once it has settled, with a mark at its right edge so that what is too wide is seen. */
export const frameOf = async (
	console: Console,
	columns: number,
	rows: number,
	settled: string | RegExp,
): Promise<string> => {
	const terminal = openTerminal(columns, rows);
	const app = render(<App console={console} />, {
		stdin: terminal.stdin,
		stdout: terminal.stdout,
		interactive: true,
		alternateScreen: true,
		incrementalRendering: true,
		patchConsole: false,
		exitOnCtrlC: false,
	});
	const shows = (): boolean =>
		typeof settled === 'string' ? terminal.screen().includes(settled) : settled.test(terminal.screen());
	try {
		await waitUntil(shows, () => `never settled:\n${terminal.screen()}`);
		await app.waitUntilRenderFlush();
		await terminal.drawn();
		const lines = terminal.screen().split('\n');
		expect(Math.max(...lines.map(line => widthOf(line)))).toBeLessThanOrEqual(columns);
		return `${lines.map(line => `${line}${' '.repeat(columns - widthOf(line))}|`).join('\n')}\n`;
	} finally {
		app.unmount();
		await app.waitUntilExit();
	}
};
