/** An object of somebody else's JSON, about which nothing is known yet. */
export type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** The fields of an object; anything else has none. */
export const fieldsOf = (value: unknown): Fields => (isObject(value) ? value : {});

/** The items of an array; anything else has none. */
export const itemsOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);

/** The text itself; anything else is empty. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** A finite number; anything else is undefined. */
export const numberOf = (value: unknown): number | undefined =>
	typeof value === 'number' && Number.isFinite(value) ? value : undefined;

/** The texts of an object of texts, such as labels; values of another kind are left out. */
export const textsOf = (value: unknown): Readonly<Record<string, string>> =>
	Object.fromEntries(
		Object.entries(fieldsOf(value)).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
	);

/** A time in RFC 3339. Go's zero time, which Docker writes for "never", is undefined like anything that is no time. */
export const timeOf = (value: unknown): Date | undefined => {
	const at = new Date(textOf(value));
	return Number.isNaN(at.getTime()) || at.getUTCFullYear() <= 1 ? undefined : at;
};
