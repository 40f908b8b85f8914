import type {AgeVerdict} from '../../../domain/age.ts';
import type {TimeKind} from '../../../domain/newest.ts';
import {spanInWords} from '../../../domain/words.ts';
import {offsetInWords, type ClockZone} from '../../../domain/wall-clock.ts';
import type {Finding} from '../finding.ts';
import type {ServerClock} from '../session.ts';
import type {Subject} from '../subject.ts';

const second = 1000;

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
			return ` local time of the server (${offsetInWords(zone.minutes)})`;
		case 'iana':
			return ` in ${zone.zone}`;
		case 'undeclared': {
			const asUtc = 'newest' in judged && judged.newest.getTime() === stood.getTime();
			return zone.minutes === 0
				? ', no timezone declared, the server is at UTC'
				: asUtc
					? ', no timezone declared, read as UTC since as local time of the server it would be in the future'
					: `, no timezone declared, read as local time of the server (${offsetInWords(zone.minutes)})`;
		}
	}
};

/** Milliseconds until one more reading is past the limit; undefined when all are. */
const leftOf = (
	{age, otherAge = age}: {readonly age: number; readonly otherAge: number | undefined},
	maxAge: number,
): number | undefined => {
	const left = [age, otherAge].map(each => maxAge - each).filter(each => each >= 0);
	return left.length === 0 ? undefined : Math.min(...left);
};

/** The verdict on an age, and what to do about it. */
export const ageKnown = (
	judged: Extract<AgeVerdict, {readonly age: number}>,
	{name}: Timed,
	zone: ClockZone,
	{config}: Subject,
): Finding => {
	const age = spanInWords(judged.age);
	const limit = spanInWords(config.maxAge);
	const turnsIn = leftOf(judged, config.maxAge);
	const common = {step: 'age', age: judged.age, turnsIn, newest: judged.newest} as const;
	switch (judged.verdict) {
		case 'fresh':
			return {
				...common,
				verdict: 'fresh',
				cause: undefined,
				evidence: `${age} old, limit ${limit}, turns stale in ${spanInWords(Math.ceil((turnsIn ?? 0) / second) * second)}`,
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
			const ages = `${age} or ${spanInWords(judged.otherAge ?? judged.age)} old`;
			return {
				...common,
				verdict: 'uncertain',
				cause: causes[judged.doubt],
				evidence: `${ages}, limit ${limit}`,
				problem: {
					what: `Cannot tell whether ${config.name} is stale`,
					why: `the newest ${name} is ${ages}: ${doubtInWords(judged.doubt, zone)}`,
					next:
						judged.doubt === 'clock change'
							? 'check again in an hour'
							: judged.doubt === 'timezone'
								? 'set `timezone` in the config to what the column holds: utc, server or a zone such as Europe/Stockholm'
								: 'set `timestampColumn` in the config to a column with a time of day, or a longer `maxAge`',
				},
			};
		}
	}
};

const causes = {timezone: 'timezone', 'clock change': 'clockchange', 'day only': 'day'} as const;

const doubtInWords = (doubt: 'timezone' | 'clock change' | 'day only', zone: ClockZone): string => {
	switch (doubt) {
		case 'timezone':
			return `the config does not say whether it is UTC or local time${zone.kind === 'undeclared' ? ` (${offsetInWords(zone.minutes)})` : ''}`;
		case 'clock change':
			return 'it is in the hour that clocks repeat in autumn';
		case 'day only':
			return 'it holds a day without a time';
	}
};

/** Data from the future: most often local time that was read as UTC. */
export const inTheFuture = (
	{newest, ahead}: Extract<AgeVerdict, {readonly verdict: 'future'}>,
	{name, kind}: Timed,
	zone: ClockZone,
	clock: ServerClock,
	{config}: Subject,
): Finding => {
	const span = spanInWords(Math.round(ahead / second) * second);
	const looksLocal = kind === 'wall clock' && zone.kind === 'utc' && ahead <= clock.offset * 60_000 + 60_000;
	return {
		step: 'age',
		verdict: 'uncertain',
		cause: looksLocal ? 'localtime' : 'future',
		evidence: `${span} in the future${looksLocal ? ', looks like local time read as UTC' : ''}`,
		age: undefined,
		newest,
		problem: {
			what: `Cannot tell how old ${config.name} is`,
			why: looksLocal
				? `the newest ${name} is ${span} in the future: it looks like local time read as UTC`
				: `the newest ${name} is ${span} in the future by SQL Server's own clock`,
			next: looksLocal
				? 'set `timezone: server` in the config, or the zone of whoever writes the rows'
				: 'check `timezone` and `timestampColumn` in the config, and the clock of whoever writes the rows',
		},
	};
};
