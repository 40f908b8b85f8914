/** A point on a calendar: days since 1970-01-01 and 100 ns since midnight. It becomes an instant only with an offset. */
export type Moment = {readonly day: number; readonly ticks: number; readonly offsetMinutes: number | undefined};

/** Days from the first day of each of SQL Server's calendars to 1970-01-01. */
export const daysFrom1900 = 25_567;
export const daysFrom0001 = 719_162;

export const ticksPerDay = 864_000_000_000;
export const ticksPerMinute = 600_000_000;
const ticksPerMs = 10_000;
const msPerDay = 86_400_000;

const pattern =
	/^(?<date>\d{4}-\d{2}-\d{2})(?:[T ](?<time>\d{2}:\d{2}(?::\d{2})?)(?:\.(?<fraction>\d{1,7}))?)?(?<zone>Z|[+-]\d{2}:\d{2})?$/;

/**
 * Reads `2026-03-04`, `2026-03-04T05:06:07.1234567` or the same with `Z` or `+01:00` at its end.
 *
 * @throws {TypeError} when the text is none of these, or no such day or time exists.
 */
export const readMoment = (text: string): Moment => {
	const {date, time = '00:00', fraction = '', zone} = pattern.exec(text)?.groups ?? {};
	const ms = date === undefined ? Number.NaN : Date.parse(`${date}T${time}Z`);
	// Date.parse lets 31 February through as 3 March.
	if (Number.isNaN(ms) || !new Date(ms).toISOString().startsWith(date ?? '')) {
		throw new TypeError(`"${text}" is not a date such as 2026-03-04T05:06:07.123`);
	}

	const day = Math.floor(ms / msPerDay);
	return {
		day,
		ticks: (ms - day * msPerDay) * ticksPerMs + Number(fraction.padEnd(7, '0')),
		offsetMinutes: zone === undefined ? undefined : minutesIn(zone),
	};
};

const minutesIn = (zone: string): number => {
	if (zone === 'Z') {
		return 0;
	}

	const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4));
	return zone.startsWith('-') ? -minutes : minutes;
};

/** `2026-03-04T05:06:07.1234567+01:00`; the fraction has as many digits as are needed, the offset stands where it is known. */
export const writeMoment = ({day, ticks, offsetMinutes}: Moment): string => {
	const wall = new Date(day * msPerDay + Math.floor(ticks / ticksPerMs)).toISOString().slice(0, 19);
	const fraction = String(ticks % 10_000_000)
		.padStart(7, '0')
		.replace(/0+$/, '');
	return `${wall}${fraction && `.${fraction}`}${offsetMinutes === undefined ? '' : zoneText(offsetMinutes)}`;
};

const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');

const zoneText = (minutes: number): string => {
	const size = Math.abs(minutes);
	return `${minutes < 0 ? '-' : '+'}${two(size / 60)}:${two(size % 60)}`;
};

/** The same moment `minutes` later. */
export const later = ({day, ticks, offsetMinutes}: Moment, minutes: number): Moment => {
	const moved = ticks + minutes * ticksPerMinute;
	const days = Math.floor(moved / ticksPerDay);
	return {day: day + days, ticks: moved - days * ticksPerDay, offsetMinutes};
};

/** Minutes that the clocks of an IANA zone are ahead of UTC at an instant. */
export const offsetAt = (instant: Date, timeZone: string): number => {
	const parts = new Intl.DateTimeFormat('en-US', {timeZone, timeZoneName: 'longOffset'}).formatToParts(instant);
	const name = parts.find(part => part.type === 'timeZoneName')?.value.slice('GMT'.length) ?? '';
	return name === '' ? 0 : minutesIn(name);
};

/** What the clocks of an IANA zone show at an instant, with the offset they had. */
export const momentIn = (instant: Date, timeZone: string): Moment => {
	const offsetMinutes = offsetAt(instant, timeZone);
	const ms = instant.getTime() + offsetMinutes * 60_000;
	const day = Math.floor(ms / msPerDay);
	return {day, ticks: (ms - day * msPerDay) * ticksPerMs, offsetMinutes};
};

/** What the clocks of an IANA zone show at an instant, as a value for a column without a zone: `2026-03-04T06:00:00`. */
export const wallClock = (instant: Date, timeZone: string): string =>
	writeMoment({...momentIn(instant, timeZone), offsetMinutes: undefined});
