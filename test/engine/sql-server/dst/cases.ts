import {Temporal} from 'temporal-polyfill';

const minute = 60_000;
const zone = 'Europe/Stockholm';

/** When clocks are changed in Stockholm: forward to 03:00, back to 02:00. https://data.iana.org/time-zones/tzdb/europe */
const changes = ['2024-03-31T01:00Z', '2024-10-27T01:00Z', '2026-03-29T01:00Z', '2026-10-25T01:00Z'].map(at =>
	Date.parse(at),
);

/** Minutes from a change to when data is looked at: before it, in the repeated hour, after it. */
const looks = [-10, 10, 70, 130, 200];

/** How old the newest row is, and a limit just below and just above, in minutes. */
const ages = [30, 180].flatMap(age => [age - 1, age + 1].map(limit => ({age, limit})));

export type ColumnType = 'datetime' | 'datetime2' | 'smalldatetime' | 'date' | 'datetimeoffset';

/** One check: what stands in the column, how the config declares it, and what is true. */
export type Case = {
	readonly type: ColumnType;
	readonly timezone: string | undefined;
	/** As it stands in the table, in local time of Stockholm unless it is UTC. */
	readonly value: string;
	readonly now: number;
	readonly writtenAt: number;
	/** Milliseconds. */
	readonly limit: number;
};

const valueAt = (writtenAt: number, type: ColumnType, isUtc: boolean): string => {
	const stood = Temporal.Instant.fromEpochMilliseconds(writtenAt).toZonedDateTimeISO(isUtc ? 'UTC' : zone);
	if (type === 'date') return stood.toPlainDate().toString();
	const time = stood.toPlainDateTime().toString({smallestUnit: 'second'});
	return type === 'datetimeoffset' ? `${time}${stood.offset}` : time;
};

type Declared = {readonly timezone: string | undefined; readonly isUtc: boolean};

const declarations: readonly Declared[] = [
	{timezone: 'offset', isUtc: false},
	{timezone: 'utc', isUtc: true},
	{timezone: 'server', isUtc: false},
	{timezone: zone, isUtc: false},
	{timezone: undefined, isUtc: false},
	{timezone: undefined, isUtc: true},
];

const types: readonly ColumnType[] = ['datetime', 'datetime2', 'smalldatetime', 'date', 'datetimeoffset'];

/** Kinds that are read alike need not be looked at as often, and an offset that is carried makes one declaration like the other. */
const isOfUse = (type: ColumnType, {timezone, isUtc}: Declared, look: number): boolean => {
	if (type === 'datetime2') return timezone !== 'offset' || look === 10;
	if (look > 70 || isUtc !== (timezone === 'utc')) return false;
	return type === 'datetimeoffset' ? timezone !== 'utc' && timezone !== zone : look < 70 && timezone !== 'offset';
};

export const cases: readonly Case[] = changes.flatMap(change =>
	looks.flatMap(look =>
		types.flatMap(type =>
			declarations
				.filter(declared => isOfUse(type, declared, look))
				.flatMap(({timezone, isUtc}) =>
					ages.map(({age, limit}): Case => {
						const now = change + look * minute;
						const writtenAt = now - age * minute;
						return {type, timezone, value: valueAt(writtenAt, type, isUtc), now, writtenAt, limit: limit * minute};
					}),
				),
		),
	),
);
