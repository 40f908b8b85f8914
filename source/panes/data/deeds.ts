import {statusOfCheck, type WatchedCheck} from '../../domain/data/freshness.ts';
import type {Status} from '../../domain/status.ts';
import type {Flash} from '../../store/session.ts';
import {verdictInWords} from './words.ts';
import type {Tools} from '../spec.ts';

/** What is said has the sign that the row has. */
const toneOf: Readonly<Record<Status, Flash['tone']>> = {
	ok: 'good',
	warning: 'warning',
	critical: 'bad',
	unknown: 'unknown',
};

/** Checks again, and says what that came to. Where it is cancelled, whoever did that says so. */
export const recheck = (check: WatchedCheck | undefined, {say, tell}: Tools): void => {
	if (check === undefined) return;
	const {name, checkedAt, cancelled} = check;
	say({text: `Checking ${name}`, tone: 'progress'});
	tell(async (engine, signal) => {
		engine.data.recheck(name);
		for await (const {rows} of engine.data.watch(signal)) {
			const now = rows.find(row => row.name === name);
			if (now?.asked === true) continue;
			if (now === undefined) return undefined;
			// One that was cancelled before may still be shown.
			if (now.cancelled !== undefined && now.cancelled.at !== cancelled?.at) return undefined;
			if (now.running === undefined && now.checkedAt?.getTime() !== checkedAt?.getTime())
				return {text: `${name}: ${verdictInWords(now)}`, tone: toneOf[statusOfCheck(now)]};
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
