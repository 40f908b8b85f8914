import {looksLocal, type AgeVerdict, type Doubt} from '../../../domain/data/age.ts';
import type {TimeKind} from '../../../domain/data/newest.ts';
import {spanInWords} from '../../../domain/words.ts';
import {offsetInWords, type ClockZone} from '../../../domain/time/wall-clock.ts';
import type {Finding} from '../finding.ts';
import type {ServerClock} from '../session.ts';
import type {Subject} from '../subject.ts';

const second = 1000;
const minute = 60_000;

/** A column with its newest value: an instant, or what stood there as if it were UTC. */
export type Timed = {readonly name: string; readonly kind: TimeKind; readonly newest: Date};

/** `RegisteredAt 2026-11-20 19:39:00 in Europe/Stockholm`: the value as it stands in the table, and how it was read. */
export const shownAs = ({name, kind, newest}: Timed, zone: ClockZone, judged: AgeVerdict): string => {
	const text = newest
		.toISOString()
		.slice(0, kind === 'day' ? 10 : 19)
		.replace('T', ' ');
	return kind === 'instant' ? `${name} ${text} UTC` : `${name} ${text}${readAs(newest, zone, judged)}`;
};

const readAs = (stood: Date, zone: ClockZone, judged: AgeVerdict): string => {
	switch (zone.kind) {
		case 'utc':
			return ' UTC';
		case 'offset':
			return ` local time (${offsetInWords(zone.minutes)})`;
		case 'server':
			return ` local time of the server (${offsetInWords(offsetRead(stood, zone, judged))})`;
		case 'iana':
			return ` in ${zone.zone}`;
		case 'carried':
			return ' without an offset';
		case 'undeclared': {
			const offset = offsetRead(stood, zone, judged);
			return zone.minutes === 0 && offset === 0
				? ', no timezone declared, the server is at UTC'
				: offset === 0
					? ', no timezone declared, read as UTC since as local time of the server it would be in the future'
					: `, no timezone declared, read as local time of the server (${offsetInWords(offset)})`;
		}
	}
};

/** The minutes ahead of UTC with which it was read; the server's now where it could not be. */
const offsetRead = (stood: Date, {minutes}: {readonly minutes: number}, judged: AgeVerdict): number =>
	'newest' in judged ? (stood.getTime() - judged.newest.getTime()) / minute : minutes;

/** The verdict on an age, and what to do about it. */
export const ageKnown = (
	judged: Extract<AgeVerdict, {readonly age: number}>,
	{name, kind}: Timed,
	zone: ClockZone,
	{config}: Subject,
): Finding => {
	const age = ageInWords(judged, kind, zone);
	const limit = spanInWords(config.maxAge);
	const {turnsIn} = judged;
	const common = {step: 'age', age: judged.age, turnsIn, newest: judged.newest} as const;
	switch (judged.verdict) {
		case 'fresh':
			return {
				...common,
				verdict: 'fresh',
				turnsTo: judged.turnsTo === 'uncertain' ? 'uncertain' : 'stale',
				cause: undefined,
				evidence: `${age} old, limit ${limit}, ${judged.turnsTo === 'uncertain' ? 'no longer certain' : 'turns stale'} in ${spanInWords(Math.ceil((turnsIn ?? 0) / second) * second)}`,
				problem: undefined,
			};
		case 'stale':
			return {
				...common,
				verdict: 'stale',
				cause: 'old',
				evidence: `${age} old, limit ${limit}`,
				problem: {
					what: `${config.name} is stale`,
					why: `the newest ${name} is ${age} old and the limit is ${limit}`,
					next: `ask why no newer rows arrive: whoever fills ${config.database} owns the import`,
				},
			};
		case 'uncertain': {
			const ages = `${spanInWords(judged.age)} or ${spanInWords(judged.otherAge ?? judged.age)} old`;
			return {
				...common,
				verdict: 'uncertain',
				cause: causes[judged.doubt],
				evidence: `${ages}, limit ${limit}`,
				problem: {
					what: `Cannot tell whether ${config.name} is stale`,
					why: `the newest ${name} is ${ages}: ${doubtInWords(judged.doubt, zone)}`,
					next: nextFor(judged.doubt, zone),
				},
			};
		}
	}
};

/** One age, or two where clocks may have been changed since. Of a zone that nobody declared the likelier one will do. */
const ageInWords = (
	{age, otherAge}: {readonly age: number; readonly otherAge: number | undefined},
	kind: TimeKind,
	zone: ClockZone,
): string =>
	otherAge === undefined || kind !== 'wall clock' || zone.kind === 'undeclared'
		? spanInWords(age)
		: `${spanInWords(age)} or ${spanInWords(otherAge)}`;

const causes = {timezone: 'timezone', 'clock change': 'clockchange', 'day only': 'day'} as const;

const doubtInWords = (doubt: Doubt, zone: ClockZone): string => {
	switch (doubt) {
		case 'timezone':
			return `the config does not say whether it is UTC or local time${zone.kind === 'undeclared' ? ` (${offsetInWords(zone.minutes)})` : ''}`;
		case 'clock change':
			return zone.kind === 'server'
				? `\`timezone: server\` does not say whether the server's clock (${offsetInWords(zone.minutes)} now) was changed since`
				: 'it is in the hour that clocks repeat in autumn';
		case 'day only':
			return 'it holds a day without a time';
	}
};

const nextFor = (doubt: Doubt, zone: ClockZone): string => {
	switch (doubt) {
		case 'timezone':
			return 'set `timezone` in the config to what the column holds: utc, server or a zone such as Europe/Stockholm';
		case 'clock change':
			return zone.kind === 'server'
				? "set `timezone` in the config to the name of the server's zone, such as Europe/Stockholm, instead of `server`"
				: 'check again in an hour';
		case 'day only':
			return 'set `timestampColumn` in the config to a column with a time of day, or a longer `maxAge`';
	}
};

/** Data from the future: most often local time that was read as UTC. */
export const inTheFuture = (
	{newest, ahead, turnsIn}: Extract<AgeVerdict, {readonly verdict: 'future'}>,
	column: Timed,
	zone: ClockZone,
	clock: ServerClock,
	{config}: Subject,
): Finding => {
	const span = spanInWords(Math.round(ahead / second) * second);
	const local = looksLocal(column.newest, column.kind, clock.offset, clock.now)
		? `looks like local time read as ${readInstead(column, zone)}`
		: undefined;
	return {
		step: 'age',
		verdict: 'uncertain',
		// What the config says of a time without an offset it can say otherwise; an offset that was written stays.
		cause: local === undefined ? 'future' : column.kind === 'instant' ? 'localtime' : 'timezone',
		evidence: `${span} in the future${local === undefined ? '' : `, ${local}`}`,
		age: undefined,
		turnsIn,
		newest,
		problem: {
			what: `Cannot tell how old ${config.name} is`,
			why:
				local === undefined
					? `the newest ${column.name} is ${span} in the future by SQL Server's own clock`
					: `the newest ${column.name} is ${span} in the future: it ${local}`,
			next: nextForFuture(column, local !== undefined),
		},
	};
};

const readInstead = ({kind}: Timed, zone: ClockZone): string =>
	kind !== 'instant' && zone.kind === 'iana' ? `time in ${zone.zone}` : 'UTC';

const nextForFuture = ({kind}: Timed, isLocal: boolean): string => {
	if (!isLocal) return 'check `timezone` and `timestampColumn` in the config, and the clock of whoever writes the rows';
	return kind === 'instant'
		? 'have whoever writes the rows use SYSDATETIMEOFFSET(): GETDATE() is given the offset +00:00'
		: 'set `timezone: server` in the config, or the zone of whoever writes the rows';
};
