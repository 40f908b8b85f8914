import {Temporal} from 'temporal-polyfill';
import type {Case} from './cases.ts';

const minute = 60_000;
const stockholm = 'Europe/Stockholm';
const everyZone = Intl.supportedValuesOf('timeZone');
/** No zone is ahead of the server's by more, or behind, this near to the changes of Stockholm. */
const offsets = Array.from({length: 15}, (_, index) => (index - 4) * 30);

const offsetOf = (zone: string, at: number): number =>
	Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).offsetNanoseconds / 60e9;

/** Found by trying: every instant near by at which the zone is as far ahead of UTC as it would have to be to show this. */
const instantsIn = (zone: string, wall: number): readonly number[] =>
	offsets.filter(offset => offsetOf(zone, wall - offset * minute) === offset).map(offset => wall - offset * minute);

const zonesLikeTheServer = new Map<number, readonly string[]>();

const zonesAt = (now: number): readonly string[] => {
	const zones =
		zonesLikeTheServer.get(now) ?? everyZone.filter(zone => offsetOf(zone, now) === offsetOf(stockholm, now));
	zonesLikeTheServer.set(now, zones);
	return zones;
};

const found = new Map<string, readonly number[]>();

const onServer = (wall: number, now: number): readonly number[] => {
	const key = `${wall} ${now}`;
	const instants = found.get(key) ?? [...new Set(zonesAt(now).flatMap(zone => instantsIn(zone, wall)))];
	found.set(key, instants);
	return instants;
};

const candidates = ({type, timezone, value, now}: Case): readonly number[] => {
	if (type === 'datetimeoffset') return [Date.parse(value)];
	const wall = Date.parse(`${value}Z`);
	switch (timezone) {
		case 'utc':
			return [wall];
		case 'server':
			return onServer(wall, now);
		case undefined:
			return [wall, ...onServer(wall, now)];
		default:
			return instantsIn(timezone, wall);
	}
};

/** What has to come out of a case that has a time of day: the truth where what stands in the table leaves no doubt. */
export const expectedOf = (one: Case): 'fresh' | 'stale' | 'uncertain' | 'failed' => {
	if (one.timezone === 'offset' && one.type !== 'datetimeoffset') return 'failed';
	const verdicts = new Set(
		candidates(one)
			.filter(instant => instant <= one.now + minute)
			.map(instant => (one.now - instant > one.limit ? 'stale' : 'fresh')),
	);
	const [verdict = 'failed'] = verdicts;
	return verdicts.size > 1 ? 'uncertain' : verdict;
};

/** The truth, whatever stands in the table. */
export const truthOf = ({now, writtenAt, limit}: Case): 'fresh' | 'stale' =>
	now - writtenAt > limit ? 'stale' : 'fresh';
