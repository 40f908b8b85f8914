import {Chalk, type ChalkInstance} from 'chalk';
import type {Status} from '../domain/status.ts';
import type {Tone} from '../domain/tone.ts';

/** How the console looks on this terminal: its colours, and the glyphs it can draw. */
export type Theme = {
	readonly paint: Readonly<Record<Tone, (text: string) => string>>;
	readonly bold: (text: string) => string;
	readonly dim: (text: string) => string;
	readonly inverse: (text: string) => string;
	readonly glyph: Readonly<Record<Status, string>>;
	readonly rule: string;
	readonly pointer: string;
	readonly dot: string;
	readonly ellipsis: string;
	readonly bullet: string;
	/** Whether there are colours at all: what programs coloured is kept then. */
	readonly colour: boolean;
	/** Tell the sources of a merged log apart. None of them means something: no red, no yellow. */
	readonly palette: ReadonlyArray<(text: string) => string>;
	/** Heights, the lowest first, and one that is higher than all of them. */
	readonly bars: readonly string[];
	readonly above: string;
	/** The lines of a chart: of the limit, of the time, up the side, and the corner of the two. */
	readonly chart: {readonly limit: string; readonly time: string; readonly side: string; readonly corner: string};
	readonly log: {
		readonly marked: string;
		readonly hit: string;
		/** Where lines were left out. */
		readonly apart: string;
		/** In the column at the right edge: an error, what is on the screen, and both in one cell. */
		readonly tick: string;
		readonly here: string;
		readonly tickHere: string;
	};
};

const unicode = {
	glyph: {ok: '✓', warning: '▲', critical: '✗', unknown: '?'},
	rule: '─',
	pointer: '▸',
	dot: '●',
	ellipsis: '…',
	bullet: '·',
	bars: ['▁', '▂', '▃', '▄', '▅', '▆', '▇'],
	above: '█',
	chart: {limit: '╌', time: '─', side: '│', corner: '└'},
	log: {marked: '◆', hit: '•', apart: '⋯', tick: '━', here: '│', tickHere: '┿'},
} as const;

const ascii = {
	glyph: {ok: '+', warning: '!', critical: 'x', unknown: '?'},
	rule: '-',
	pointer: '>',
	dot: '*',
	ellipsis: '~',
	bullet: '|',
	bars: ['.', ':', '-', '=', '+', '*'],
	above: '#',
	chart: {limit: '-', time: '-', side: '|', corner: '+'},
	log: {marked: '#', hit: '*', apart: '--', tick: '=', here: '|', tickHere: '#'},
} as const;

const plain = (text: string): string => text;

const colours = (chalk: ChalkInstance) => ({
	paint: {
		plain,
		good: chalk.green,
		warn: chalk.yellow,
		bad: chalk.red,
		muted: chalk.dim,
		accent: chalk.cyan,
	},
	bold: chalk.bold,
	dim: chalk.dim,
	inverse: chalk.inverse,
	colour: chalk.level > 0,
	palette: [chalk.cyan, chalk.magenta, chalk.green, chalk.blue],
});

/** `level` is chalk's: 0 none, 1 the terminal's own sixteen colours, which is all that is used. */
export const createTheme = (options: {readonly level: 0 | 1 | 2 | 3; readonly ascii: boolean}): Theme => ({
	...colours(new Chalk({level: options.level})),
	...(options.ascii ? ascii : unicode),
});

/** Our own sentences part their halves with `·`, which an ASCII terminal cannot draw. */
export const withBullets = (text: string, {bullet}: Theme): string => text.replaceAll(' · ', ` ${bullet} `);
