import type {WatchedCheck} from '../domain/freshness.ts';
import {verdictInWords} from './data-words.ts';
import type {Tools} from './spec.ts';

/** Checks again, and says what that came to. Where it is cancelled, whoever did that says so. */
export const recheck = (check: WatchedCheck | undefined, {say, tell}: Tools): void => {
	if (check === undefined) return;
	const {name, checkedAt} = check;
	say({text: `Checking ${name}`, tone: 'progress'});
	tell(async (engine, signal) => {
		engine.data.recheck(name);
		for await (const {rows} of engine.data.watch(signal)) {
			const now = rows.find(row => row.name === name);
			if (now === undefined || now.cancelled !== undefined) return undefined;
			if (now.running === undefined && now.checkedAt?.getTime() !== checkedAt?.getTime())
				return {text: `${name}: ${verdictInWords(now)}`, tone: now.verdict === 'fresh' ? 'good' : 'bad'};
		}
		return undefined;
	});
};

/** Cancels a check, and says what was seen to come of it. */
export const cancelCheck = (check: WatchedCheck | undefined, {say, tell}: Tools): void => {
	if (check === undefined) return;
	const {name} = check;
	say({text: `Cancelling the check of ${name}`, tone: 'progress'});
	tell(async (engine, signal) => {
		engine.data.cancel(name);
		for await (const {rows} of engine.data.watch(signal)) {
			const now = rows.find(row => row.name === name);
			if (now?.running !== undefined) continue;
			return now?.cancelled === undefined
				? {text: `The check of ${name} was over before it could be cancelled`, tone: 'bad'}
				: {text: `Check of ${name} ${now.cancelled.how}`, tone: 'good'};
		}
		return undefined;
	});
};
