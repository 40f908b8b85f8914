import type {LogWindow} from '../../engine/log.ts';
import type {Sieve} from '../../parse/filter/sieve.ts';
import {createBell} from '../../streams/bell.ts';
import type {LogState} from '../../store/log/state.ts';
import {paging, preceded, succeeded, written} from '../../store/log/stretch.ts';
import type {Tail} from './joint.ts';
import {within} from './range.ts';
import {page, type Reader} from './reader.ts';

/** On which side somebody will soon be at the end of what is on hand. */
const wanted = ({rows, top, height, cursor, before, after, following}: LogState): 'before' | 'after' | undefined => {
	if (height === 0 || rows.length === 0) return undefined;
	const near = 2 * height;
	if (after !== 'none' && rows.length - Math.max(top.row + height, cursor) < near) return 'after';
	// While a flood is followed nobody looks at what is above it, and there is no room for it.
	const isShort = following ? rows.length < height : Math.min(top.row, cursor) < near;
	return before !== 'none' && isShort ? 'before' : undefined;
};

type Paged = {
	readonly sieve: Sieve;
	/** Nothing older is read. */
	readonly since: Date | undefined;
	/** What is followed, which goes on behind the last page. */
	readonly tail: Pick<Tail, 'reading' | 'arrived'>;
};

/** Reads on wherever somebody comes near an end of what is on hand, until `signal` aborts. */
export const keepPaged = async (reader: Reader, {sieve, since, tail}: Paged, signal: AbortSignal): Promise<void> => {
	const {log, state, update, subscribe} = reader;
	const showBefore = (window: LogWindow): void => {
		const rows = within(window.rows, since);
		const before = window.more && rows.length === window.rows.length;
		update(preceded(sieve(rows), {mark: window.start}, before));
	};
	const showAfter = (window: LogWindow): void => {
		const late = window.more ? undefined : tail.arrived(window.end);
		update(succeeded(sieve(window.rows), {mark: window.end}, late === undefined));
		if (late !== undefined) update(written(sieve(late.rows), {mark: late.end}));
	};
	const bell = createBell();
	const stop = subscribe(bell.ring);
	signal.addEventListener('abort', bell.ring, {once: true});
	try {
		for (; !signal.aborted; await bell.rung()) {
			for (let side = wanted(state()); side !== undefined && !signal.aborted; side = wanted(state())) {
				const seam = side === 'before' ? state().start : state().end;
				if (seam === undefined) break;
				update(paging(side, 'reading'));
				if (side === 'after') tail.reading();
				const window = await log.read(seam, side, page, signal);
				if (signal.aborted) return;
				if (side === 'before') showBefore(window);
				else showAfter(window);
			}
		}
	} finally {
		stop();
		signal.removeEventListener('abort', bell.ring);
		update(paging('before', 'more'));
		update(paging('after', 'more'));
	}
};
