import type {WatchedCheck} from '../domain/freshness.ts';
import type {Tools} from './spec.ts';

export const recheck = (check: WatchedCheck | undefined, {engine, say}: Tools): void => {
	if (check === undefined) return;
	engine?.data.recheck(check.name);
	say({text: `Checking ${check.name}`, tone: 'progress'});
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
