import type {Problem} from '../../domain/problem.ts';
import type {LogRow, LogSource} from '../../domain/log.ts';
import type {Log, Mark} from '../../engine/log.ts';
import type {LogState, Update} from '../../store/log/state.ts';

/** A log over the connection that is up, and the view it is read for. */
export type Reader = {
	readonly log: Log;
	state(): LogState;
	/** Changes the view, unless somebody wished for something else since. */
	update(next: Update): void;
	/** Calls back after each change of the view; returns the way to stop. */
	subscribe(changed: () => void): () => void;
	/** What makes a line an error. */
	readonly errors: RegExp;
	/** Milliseconds between two signs of life of what is followed. */
	readonly heartbeat: number;
	/** What the clock of the host shows. */
	hostNow(signal: AbortSignal): Promise<Date>;
};

/** How far what is written has come to a view over the connection that is up, whatever part of the log is shown; undefined before it is followed. */
export type Live = {mark: Mark | undefined};

/** Milliseconds between two updates of a view: ten a second is as fast as anybody reads. */
export const rest = 100;

/** Rows that are read at once. */
export const page = 400;

export const weigh = (rows: readonly LogRow[]): number =>
	rows.reduce((sum, row) => sum + 256 + (row.kind === 'line' ? row.line.text.length : 0), 0);

export const silent = (sources: readonly LogSource[], milliseconds: number): Problem => ({
	what: `Nothing is heard of the log of ${sources.map(({name}) => name).join(', ')}`,
	why: `its last sign of life is ${Math.round(milliseconds / 1000)} s old`,
	next: 'wait, the console goes on listening',
});
