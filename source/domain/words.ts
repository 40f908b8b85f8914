import prettyMilliseconds from 'pretty-ms';

/** A span of time in at most two units: `8s`, `3h 12m`, `1d 7h`. Negative spans, which a skewed clock can make, read as `0s`. */
export const spanInWords = (milliseconds: number): string =>
	milliseconds < 1000 ? '0s' : prettyMilliseconds(Math.floor(milliseconds / 1000) * 1000, {unitCount: 2});

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** Bytes in the largest binary unit that keeps it above 1: `412 MiB`, `1.3 GiB`. */
export const bytesInWords = (bytes: number): string => {
	const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
	const value = bytes / 1024 ** power;
	return `${value >= 10 || power === 0 ? Math.round(value) : value.toFixed(1)} ${units[power]}`;
};

/** `18 342`: thousands apart by a thin gap that every terminal draws. */
export const countInWords = (count: number): string => String(count).replaceAll(/\B(?=(\d{3})+$)/g, ' ');

/** `1 error`, `3 errors`. */
export const plural = (count: number, noun: string): string =>
	`${countInWords(count)} ${noun}${count === 1 ? '' : 's'}`;

const two = (value: number): string => String(value).padStart(2, '0');

/** The wall clock of the machine the console runs on: `14:02:07`. */
export const clockTime = (at: Date): string => `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;

/** `14:02:07` for a time of today, `11-20 14:02` for any other. */
export const shortTime = (at: Date, now: Date): string =>
	at.toDateString() === now.toDateString()
		? clockTime(at)
		: `${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`;

/** `17:40` for a time of today, `11-22 17:40` for any other. */
export const minuteOf = (at: Date, now: Date): string =>
	at.toDateString() === now.toDateString() ? clockTime(at).slice(0, -3) : shortTime(at, now);

/** The zone of that wall clock: `Europe/Stockholm`. */
export const zoneOfThisMachine = (): string =>
	Intl.DateTimeFormat()
		.resolvedOptions()
		.timeZone.replace(/^Etc\//, '');

/** `2026-11-20 14:02:07`, by the wall clock of the machine the console runs on. */
export const fullTime = (at: Date): string =>
	`${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${clockTime(at)}`;
