import type {LineRow, LogSource} from '../../../source/domain/log.ts';
import type {Sifted} from '../../../source/store/log/dress.ts';
import {settled} from '../../../source/store/log/screen.ts';
import {unread, type LogState, type Place, type Seam, type Update} from '../../../source/store/log/state.ts';
import {shown, type Stretch} from '../../../source/store/log/stretch.ts';

export const training: LogSource = {kind: 'file', key: 'training', name: 'training', path: 'logs/training.log'};

export const start = new Date('2026-11-20T13:00:00Z').getTime();

/** The line at this position, one written every second. */
export const line = (position: number, text = `line ${position}`, source = training): LineRow => ({
	kind: 'line',
	source,
	line: {text, at: new Date(start + position * 1000), part: '1', position},
});

export const sifted = (row: Sifted['row'], hit = false): Sifted => ({row, hit, apart: false});

/** Lines `from` up to, without, `to`. */
export const lines = (from: number, to: number): readonly Sifted[] =>
	Array.from({length: to - from}, (_, index) => sifted(line(from + index)));

export const mark = (position: number): Seam => ({mark: new Map([['training', {part: '1', position}]])});

export const after = (state: LogState, ...updates: readonly Update[]): LogState =>
	updates.reduce((before, update) => settled(update(before)), state);

/** A view of ten screen lines. `rows` are those on hand. */
export const view = (rows: readonly Sifted[], place: Place = 'end', more: Partial<Stretch> = {}): LogState =>
	after(
		{...unread([training], place, () => 1), width: 80, height: 10},
		shown({rows, start: mark(0), end: mark(0), before: false, after: false, ...more}),
	);

export const positions = ({rows}: Pick<LogState, 'rows'>): readonly number[] =>
	rows.slice(0, rows.length).map(({row}) => (row.kind === 'line' ? row.line.position : -1));
