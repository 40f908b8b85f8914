/** Which row of a list is selected, and how much of the list is on the screen. */
export type Cursor = {
	/** The selected row's key: rows move, the selection stays on its row. Undefined before there were rows. */
	readonly key: string | undefined;
	/** Where that row was last seen, so that when it goes its neighbour is selected. */
	readonly index: number;
	/** First row on the screen. */
	readonly top: number;
	/** Rows that fit on the screen. */
	readonly height: number;
};

type Keyed = {readonly key: string};

export const initialCursor: Cursor = {key: undefined, index: 0, top: 0, height: 0};

const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(value, high));

const topFor = (index: number, {top, height}: Cursor, count: number): number =>
	height === 0 ? 0 : clamp(clamp(top, index - height + 1, index), 0, Math.max(0, count - height));

const at = (index: number, rows: readonly Keyed[], cursor: Cursor): Cursor => {
	const top = topFor(index, cursor, rows.length);
	const key = rows[index]?.key ?? cursor.key;
	return key === cursor.key && index === cursor.index && top === cursor.top ? cursor : {...cursor, key, index, top};
};

/** The cursor after the rows changed: on the same row, or where that row was. */
export const settled =
	(rows: readonly Keyed[]) =>
	(cursor: Cursor): Cursor => {
		if (rows.length === 0) return cursor;
		const index = rows.findIndex(({key}) => key === cursor.key);
		return at(index === -1 ? clamp(cursor.index, 0, rows.length - 1) : index, rows, cursor);
	};

/** The cursor `by` rows further down, or up when negative. */
export const moved =
	(by: number, rows: readonly Keyed[]) =>
	(cursor: Cursor): Cursor =>
		rows.length === 0 ? cursor : at(clamp(settled(rows)(cursor).index + by, 0, rows.length - 1), rows, cursor);

/** The cursor in a list of which `height` rows fit. */
export const resized =
	(height: number, rows: readonly Keyed[]) =>
	(cursor: Cursor): Cursor =>
		settled(rows)(height === cursor.height ? cursor : {...cursor, height});

/** The rows that are on the screen. */
export const onScreen = <Row>(rows: readonly Row[], {top, height}: Cursor): readonly Row[] =>
	rows.slice(top, top + height);
