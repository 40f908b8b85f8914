import type {WatchedCheck} from './freshness.ts';
import type {Warning} from './outlook.ts';
import {clockTime, shortTime, spanInWords} from '../words.ts';

/** `17:40` for a time of today, `11-22 17:40` for any other, by the wall clock of this machine. */
const timeOf = (at: Date, now: Date): string =>
	at.toDateString() === now.toDateString() ? clockTime(at).slice(0, -3) : shortTime(at, now);

/** What is worth a warning while the data is fresh: `stale before prediction runs at 18:15`. */
export const warningInWords = (warning: Warning, now: Date): string => {
	switch (warning.kind) {
		case 'before run':
			return `stale before ${warning.job} runs at ${timeOf(warning.runAt, now)}`;
		case 'late load':
			return `load ${spanInWords(warning.by)} late, expected at ${timeOf(warning.expectedAt, now)}`;
	}
};

/** A check as far as a note of it goes, its warnings in words. */
type Noted = {
	readonly verdict: WatchedCheck['verdict'];
	readonly owner: string | undefined;
	readonly turnsAt: Date | undefined;
	/** Stale where it is left out. */
	readonly turnsTo?: 'stale' | 'uncertain' | undefined;
	readonly warnings: readonly string[];
};

/** `noteOf` where the warnings are words already. */
export const noteFrom = ({verdict, owner, turnsAt, turnsTo, warnings}: Noted, now: Date): string => {
	if (verdict !== 'fresh') return owner === undefined ? '' : `ask ${owner}`;
	if (warnings.length > 0) return warnings.join('; ');
	if (turnsAt === undefined) return '';
	const turned = turnsTo === 'uncertain' ? 'no longer certain' : 'stale';
	const left = turnsAt.getTime() - now.getTime();
	return left > 0
		? `${turned} in ${spanInWords(Math.ceil(left / 1000) * 1000)}, at ${timeOf(turnsAt, now)}`
		: `${turned} since ${timeOf(turnsAt, now)} unless newer rows came`;
};

/** What is most worth knowing next to the verdict, in a few words: what lies ahead, or else whom to ask. Empty where there is nothing to say. */
export const noteOf = (
	{verdict, owner, outlook: {turnsAt, turnsTo, warnings}}: Pick<WatchedCheck, 'verdict' | 'owner' | 'outlook'>,
	now: Date,
): string =>
	noteFrom({verdict, owner, turnsAt, turnsTo, warnings: warnings.map(warning => warningInWords(warning, now))}, now);
