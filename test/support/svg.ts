import type {IBufferCell, Terminal} from '@xterm/headless';

/** The sixteen colours of a dark terminal, as most have them. */
const palette = [
	['#1c1f26', '#e06c75', '#98c379', '#e5c07b', '#61afef', '#c678dd', '#56b6c2', '#d7dae0'],
	['#5c6370', '#ff7a85', '#b1e18b', '#ffd98c', '#7cc3ff', '#dd93f2', '#6fd3df', '#ffffff'],
].flat();
const background = '#1c1f26';
const foreground = '#d7dae0';

const cellWidth = 8.4;
const cellHeight = 18;
const padding = 12;

type Style = {readonly fill: string; readonly back: string; readonly bold: boolean; readonly dim: boolean};

const styleOf = (cell: IBufferCell): Style => {
	const own = cell.isFgPalette() ? (palette[cell.getFgColor()] ?? foreground) : foreground;
	const behind = cell.isBgPalette() ? (palette[cell.getBgColor()] ?? background) : background;
	const inverse = cell.isInverse() !== 0;
	return {
		fill: inverse ? behind : own,
		back: inverse ? own : behind,
		bold: cell.isBold() !== 0,
		dim: cell.isDim() !== 0,
	};
};

type Run = Style & {readonly column: number; cells: number; text: string};

const runsOf = (terminal: Terminal, row: number): readonly Run[] => {
	const line = terminal.buffer.active.getLine(terminal.buffer.active.baseY + row);
	const runs: Run[] = [];
	for (let column = 0; column < terminal.cols; column++) {
		const cell = line?.getCell(column);
		if (cell === undefined || cell.getWidth() === 0) continue;
		const style = styleOf(cell);
		const text = cell.getChars() || ' ';
		const last = runs.at(-1);
		const same = last && (['fill', 'back', 'bold', 'dim'] as const).every(name => last[name] === style[name]);
		if (last && same) {
			last.text += text;
			last.cells += cell.getWidth();
		} else {
			runs.push({...style, column, cells: cell.getWidth(), text});
		}
	}
	return runs;
};

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const drawRun = (run: Run, row: number): string => {
	const x = (padding + run.column * cellWidth).toFixed(1);
	const y = padding + row * cellHeight;
	const width = (run.cells * cellWidth).toFixed(1);
	const block =
		run.back === background
			? ''
			: `<rect x="${x}" y="${y}" width="${width}" height="${cellHeight}" fill="${run.back}"/>`;
	if (run.text.trim() === '') return block;
	const weight = run.bold ? ' font-weight="bold"' : '';
	const opacity = run.dim ? ' opacity="0.6"' : '';
	return `${block}<text x="${x}" y="${y + 13.5}" textLength="${width}" lengthAdjust="spacingAndGlyphs" fill="${run.fill}"${weight}${opacity} xml:space="preserve">${escaped(run.text)}</text>`;
};

/** The screen as a picture that looks the same wherever it is shown: every run of cells is stretched to exactly its cells. */
export const screenToSvg = (terminal: Terminal): string => {
	const width = Math.ceil(2 * padding + terminal.cols * cellWidth);
	const height = 2 * padding + terminal.rows * cellHeight;
	const rows = Array.from({length: terminal.rows}, (_, row) =>
		runsOf(terminal, row)
			.map(run => drawRun(run, row))
			.join(''),
	);
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="14">`,
		`<rect width="100%" height="100%" rx="8" fill="${background}"/>`,
		...rows.filter(row => row !== ''),
		'</svg>',
		'',
	].join('\n');
};
