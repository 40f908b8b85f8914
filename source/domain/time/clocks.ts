import type {Clocks} from '../data/freshness.ts';
import {spanInWords} from '../words.ts';

/** Milliseconds by which clocks may differ without a word about it. */
const worthSaying = 60_000;

const differ = (one: number, other: number): boolean => Math.abs(one - other) > worthSaying;

/** `3m ahead of` */
const apart = (ahead: number): string => `${spanInWords(Math.abs(ahead))} ${ahead < 0 ? 'behind' : 'ahead of'}`;

/**
 * Which of the three clocks (SQL Server's, the host's, this machine's) differ by more than a minute, in as few sentences as tell it:
 * `SQL Server's clock is 3m ahead of this machine's`. Empty when they agree. Worth knowing, but never an alarm: ages do not depend on it.
 */
export const clockNotes = ({sqlServer, host}: Clocks): readonly string[] => {
	const sqlServerIsOff = sqlServer !== undefined && differ(sqlServer, 0);
	const hostIsOff = host !== undefined && differ(host, 0);
	if (sqlServer !== undefined && host !== undefined) {
		if (sqlServerIsOff && hostIsOff && !differ(sqlServer, host)) {
			// The two agree, so it is this machine that is wrong.
			const [first, second] = [apart(-sqlServer), apart(-host)];
			const both = first === second ? `SQL Server's and the host's` : `SQL Server's and ${second} the host's`;
			return [`this machine's clock is ${first} ${both}`];
		}
		if (!sqlServerIsOff && !hostIsOff && differ(sqlServer, host))
			return [`SQL Server's clock is ${apart(sqlServer - host)} the host's`];
	}
	return [
		...(sqlServerIsOff ? [`SQL Server's clock is ${apart(sqlServer)} this machine's`] : []),
		...(hostIsOff ? [`the host's clock is ${apart(host)} this machine's`] : []),
	];
};
