import {dayInZone, instantsInZone} from './iana-zone.ts';
import {behind, dayFrom, distinctDays, distinctInstants, type Day} from './instants.ts';
import {remembering} from './remembering.ts';
import {zonesAt} from './zones-at.ts';

const hour = 3_600_000;

/** All that is known of the zone of a server: how many minutes its clock was ahead of UTC at a moment. */
export type ServerZone = {readonly minutes: number; readonly now: Date};

/** The check goes on for a while after the clock was read, and clocks may be changed meanwhile. */
const readBefore = 60_000;

/** Every zone that the server can be in; none where its clock is set as in no zone. */
const zonesOf = ({minutes, now}: ServerZone): readonly string[] => {
	const zones = zonesAt(minutes, now);
	const before = zonesAt(minutes, new Date(now.getTime() - readBefore));
	return zones === before ? zones : [...new Set([...zones, ...before])];
};

const keyOf = ({minutes, now}: ServerZone, of: number): string => {
	const [quarter, before] = [now.getTime(), now.getTime() - readBefore].map(at => Math.floor((4 * at) / hour));
	return `${minutes} ${quarter} ${before} ${of}`;
};

/** The shifts that zones have all through an hour of the wall clock, in milliseconds, and the zones whose clocks are changed in it. */
type HourOfZones = {readonly shifts: ReadonlySet<number>; readonly changing: readonly string[]};

const rememberedHour = remembering<HourOfZones>(256);

const hourOfZones = (start: number, zones: readonly string[]): HourOfZones => {
	const shifts = new Set<number>();
	const changing: string[] = [];
	for (const zone of zones) {
		const ends = [start, start + hour - 1].map(wall =>
			instantsInZone(new Date(wall), zone).map(instant => instant.getTime() - wall),
		);
		const [shift] = ends.flat();
		if (shift !== undefined && ends.every(found => found.length === 1 && found[0] === shift)) shifts.add(shift);
		else changing.push(zone);
	}
	return {shifts, changing};
};

/**
 * The instants at which the clocks of a server can have shown this, by the rules of every zone that it can be in: more than one only where
 * some of those have changed their clocks since. That this server has not comes first; where it is in no zone, none has.
 *
 * @param wall what the clock showed, as if it were UTC
 */
export const instantsOnServer = (wall: Date, server: ServerZone): readonly Date[] => {
	const likeliest = behind(wall, server.minutes);
	const zones = zonesOf(server);
	if (zones.length === 0) return [likeliest];
	const start = Math.floor(wall.getTime() / hour) * hour;
	const {shifts, changing} = rememberedHour(keyOf(server, start), () => hourOfZones(start, zones));
	const instants = distinctInstants([
		...[...shifts].map(shift => new Date(wall.getTime() + shift)),
		...changing.flatMap(zone => instantsInZone(wall, zone)),
	]);
	return inFront(instants, instant => instant.getTime() === likeliest.getTime());
};

const rememberedDays = remembering<readonly Day[]>(64);

/** The days that a date can be on a server, as `instantsOnServer` says it of a time. */
export const daysOnServer = (midnight: Date, server: ServerZone): readonly Day[] => {
	const likeliest = dayFrom(behind(midnight, server.minutes));
	const zones = zonesOf(server);
	if (zones.length === 0) return [likeliest];
	return rememberedDays(keyOf(server, midnight.getTime()), () =>
		inFront(
			distinctDays(zones.map(zone => dayInZone(midnight, zone))),
			({from}) => from.getTime() === likeliest.from.getTime(),
		),
	);
};

const inFront = <Value>(values: readonly Value[], isFirst: (value: Value) => boolean): readonly Value[] => [
	...values.filter(value => isFirst(value)),
	...values.filter(value => !isFirst(value)),
];
