import type {Clocks} from '../../../domain/data/freshness.ts';

/** SQL Server's clock as it was read. */
type Reading = {
	readonly serverNow: Date;
	/** This machine's clock when the answer was here. */
	readonly here: Date;
	/** Milliseconds from the question to the answer; SQL Server looked at its clock at some moment of them. */
	readonly roundTrip: number;
	/** Milliseconds that the host's clock is ahead of this machine's; undefined where that is not known. */
	readonly hostAhead: number | undefined;
};

/** How far apart the clocks are. What the round trip explains is no difference. */
export const clocksOf = ({serverNow, here, roundTrip, hostAhead}: Reading): Clocks => {
	const ahead = serverNow.getTime() - here.getTime() + roundTrip / 2;
	return {sqlServer: Math.abs(ahead) <= roundTrip / 2 ? 0 : Math.round(ahead), host: hostAhead};
};
