import type {HostClock, HostZone} from '../../domain/time/host-clock.ts';
import {ProblemError} from '../../domain/problem.ts';
import {isZone, offsetAt} from '../../domain/time/wall-clock.ts';
import {pause} from '../../streams/pause.ts';
import {share, type Shared} from '../../streams/share.ts';
import type {Connection} from '../connection.ts';
import {sh} from './shell.ts';

/** The clock of a host, live and shared by all who read it. */
export type HostClocks = Shared<HostClock>;

type Commands = Pick<Connection, 'label' | 'run'>;

/** Milliseconds from one reading to the next: a zone without a name has another offset when its clocks are changed. */
const interval = 3_600_000;
const retry = 60_000;
/** What two programs on one machine may differ in: some read a clock that moves in steps. */
const grain = 20;

// What is not there says nothing. Where `date` does not know nanoseconds it writes something else for them, and with musl nothing after them.
const question = sh`date '+%s %z %N'; echo "TZ=$TZ"; readlink /etc/localtime; head -n 1 /etc/timezone`;

/** Reads the host's clock at first and every hour. Throws a `ProblemError` where the host does not tell the time. */
export const createHostClocks = (connection: Commands): HostClocks =>
	share(async function* (signal) {
		while (!signal.aborted) {
			yield await readHostClock(connection, signal);
			await pause(interval, signal);
		}
	});

/** The same for those who can do without it: undefined at first, and no failure, but another attempt every minute. */
export async function* clockOnceKnown(clocks: HostClocks, signal: AbortSignal): AsyncGenerator<HostClock | undefined> {
	yield undefined;
	while (!signal.aborted) {
		try {
			yield* clocks(signal);
		} catch {
			// Whoever cannot do without the clock says why there is none.
		}
		await pause(retry, signal);
	}
}

/** Asks the host what time it is and in which zone it writes times. */
const readHostClock = async (connection: Commands, signal: AbortSignal): Promise<HostClock> => {
	const before = Date.now();
	let after: number | undefined;
	let said = '';
	for await (const chunk of connection.run(question, signal)) {
		after ??= Date.now();
		if (chunk.from === 'stdout' && said.length < 4096) said += Buffer.from(chunk.bytes).toString('latin1');
	}
	const [, seconds, sign, hours, minutes, fraction] = /^(\d+) ([+-])(\d\d):?(\d\d)(?: (\d{9}))?/m.exec(said) ?? [];
	if (seconds === undefined || after === undefined) {
		throw new ProblemError({
			what: `Cannot tell the time on ${connection.label}`,
			why: '`date` did not answer with one',
			next: 'check that this user may run commands there',
		});
	}
	const earliest = Number(seconds) * 1000 + Number(fraction ?? 0) / 1e6;
	const latest = earliest + (fraction === undefined ? 1000 : 0);
	const offset = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
	return {
		ahead: aheadBetween(earliest - after - grain, latest - before + grain),
		zone: zoneNamed(said, offset, new Date(earliest)) ?? {kind: 'offset', minutes: offset},
	};
};

/** It lies somewhere between these two, since nobody knows when in the round trip the host looked at its clock. */
const aheadBetween = (least: number, most: number): number => (least <= 0 && most >= 0 ? 0 : (least + most) / 2);

/** The zone whose name the host has said; undefined when it says none, or one that does not agree with its offset. */
const zoneNamed = (said: string, offset: number, now: Date): HostZone | undefined => {
	const [, own = '', system = ''] = /^TZ=:?(.*)\n([^]*)/m.exec(said) ?? [];
	const chosen = own === '' || own === '/etc/localtime' ? system : own;
	const zone = chosen
		.split('\n')
		.map(line => /(?:^|\/zoneinfo\/(?:posix\/)?)([A-Za-z][\w+/-]*)$/.exec(line.trim())?.[1] ?? '')
		.find(name => isZone(name) && offsetAt(name, now) === offset);
	return zone === undefined ? undefined : {kind: 'iana', zone};
};
