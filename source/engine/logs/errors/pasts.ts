import type {SearchedSource} from '../../engine.ts';
import {isNewTo, type Past} from './past.ts';

/** Tells which errors are new, once it has looked. */
export type Pasts = {
	/** The same with what is known of each kind. Where a log has errors its past is searched then, once for each time it is asked about. */
	judge(seen: SearchedSource): SearchedSource;
	/** Resolves when nothing is searched any more. */
	ended(): Promise<void>;
};

type Options = {
	/** When the last good run ended, in milliseconds; undefined where there is none. */
	lastGood(): number | undefined;
	search(before: number): Promise<Past>;
	changed(): void;
};

export const createPasts = ({lastGood, search, changed}: Options): Pasts => {
	let known: {readonly before: number; readonly past: Past | undefined} | undefined;
	const looks: Array<Promise<void>> = [];

	const look = async (before: number): Promise<void> => {
		const nothing: Past = {before, fingerprints: new Set(), isComplete: false};
		// What cannot be searched tells nothing about what is new; that the log cannot be read is said elsewhere.
		const past = await search(before).catch(() => nothing);
		if (known?.before !== before) return;
		known = {before, past};
		changed();
	};

	return {
		judge(seen) {
			const before = lastGood();
			if (before === undefined || seen.events.length === 0) return seen;
			if (known?.before !== before) {
				known = {before, past: undefined};
				looks.push(look(before));
			}
			const {past} = known;
			if (past === undefined) return seen;
			return {...seen, events: seen.events.map(event => ({...event, isNew: isNewTo(past, event)}))};
		},
		async ended() {
			await Promise.all(looks.splice(0));
		},
	};
};
