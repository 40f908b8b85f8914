import type {Rows, ViewRow} from './view.ts';

/** Neighbouring rows, and what they weigh together. */
type Piece = {readonly rows: readonly ViewRow[]; readonly weight: number};

/** Rows in pieces: adding at either end or taking away there costs the same however many there are. */
export type HeldRows = Rows & {readonly weight: number; readonly pieces: readonly Piece[]};

/** Rows and bytes of one piece; a row that is heavier is one by itself. */
const largest = {rows: 256, weight: 256 * 1024};

/**
 * Bytes of memory, about: the text, and what the objects of a row take beside it (330, measured on Node 24 as what the
 * heap grows by for each of a hundred thousand rows).
 */
export const weightOf = ({row}: ViewRow): number =>
	330 + (row.kind === 'line' ? row.line.text.length : row.words.length + (row.more?.length ?? 0));

const pieceOf = (rows: readonly ViewRow[]): Piece => ({
	rows,
	weight: rows.reduce((sum, row) => sum + weightOf(row), 0),
});

/** Cuts rows into pieces. */
const cut = (rows: readonly ViewRow[]): readonly Piece[] => {
	const pieces: Piece[] = [];
	let current: ViewRow[] = [];
	let weight = 0;
	for (const row of rows) {
		if (current.length > 0 && (current.length >= largest.rows || weight + weightOf(row) > largest.weight)) {
			pieces.push({rows: current, weight});
			current = [];
			weight = 0;
		}
		current.push(row);
		weight += weightOf(row);
	}
	if (current.length > 0) pieces.push({rows: current, weight});
	return pieces;
};

const hold = (pieces: readonly Piece[]): HeldRows => {
	const starts: number[] = [];
	let length = 0;
	let weight = 0;
	for (const piece of pieces) {
		starts.push(length);
		length += piece.rows.length;
		weight += piece.weight;
	}
	/** The last piece that starts at the index or before it. */
	const pieceAt = (index: number): number => {
		let low = 0;
		let high = starts.length - 1;
		while (low < high) {
			const middle = Math.ceil((low + high) / 2);
			if ((starts[middle] ?? 0) <= index) low = middle;
			else high = middle - 1;
		}
		return low;
	};
	return {
		pieces,
		length,
		weight,
		at(index) {
			if (index < 0 || index >= length) return undefined;
			const found = pieceAt(index);
			return pieces[found]?.rows[index - (starts[found] ?? 0)];
		},
		slice(start, end) {
			const rows: ViewRow[] = [];
			for (let index = pieceAt(Math.max(0, start)); index < pieces.length; index += 1) {
				const offset = starts[index] ?? 0;
				if (offset >= end) break;
				rows.push(...(pieces[index]?.rows.slice(Math.max(0, start - offset), end - offset) ?? []));
			}
			return rows;
		},
	};
};

export const noRows: HeldRows = hold([]);

const isSmall = (piece: Piece | undefined): piece is Piece =>
	piece !== undefined && piece.rows.length < largest.rows && piece.weight < largest.weight;

export const withAfter = ({pieces}: HeldRows, rows: readonly ViewRow[]): HeldRows => {
	const last = pieces.at(-1);
	return isSmall(last)
		? hold([...pieces.slice(0, -1), ...cut([...last.rows, ...rows])])
		: hold([...pieces, ...cut(rows)]);
};

export const withBefore = ({pieces}: HeldRows, rows: readonly ViewRow[]): HeldRows => {
	const [first] = pieces;
	return isSmall(first)
		? hold([...cut([...rows, ...first.rows]), ...pieces.slice(1)])
		: hold([...cut(rows), ...pieces]);
};

/** Without its first rows. */
export const withoutFirst = (held: HeldRows, count: number): HeldRows => {
	let left = count;
	let index = 0;
	for (; index < held.pieces.length; index += 1) {
		const length = held.pieces[index]?.rows.length ?? 0;
		if (length > left) break;
		left -= length;
	}
	const [first, ...rest] = held.pieces.slice(index);
	return first === undefined ? noRows : hold([pieceOf(first.rows.slice(left)), ...rest]);
};

/** Without its last rows. */
export const withoutLast = (held: HeldRows, count: number): HeldRows => {
	let left = count;
	let end = held.pieces.length;
	for (; end > 0; end -= 1) {
		const length = held.pieces[end - 1]?.rows.length ?? 0;
		if (length > left) break;
		left -= length;
	}
	const last = held.pieces[end - 1];
	return last === undefined
		? noRows
		: hold([...held.pieces.slice(0, end - 1), pieceOf(last.rows.slice(0, last.rows.length - left))]);
};

/** With another row in the place of one. */
export const withRow = (held: HeldRows, index: number, change: (row: ViewRow) => ViewRow): HeldRows => {
	let offset = 0;
	return hold(
		held.pieces.map(piece => {
			const at = index - offset;
			offset += piece.rows.length;
			const row = piece.rows[at];
			return at < 0 || row === undefined ? piece : {...piece, rows: piece.rows.with(at, change(row))};
		}),
	);
};

/** How many rows at this end weigh so much that without them the rest is not heavier than `capacity`; whole pieces, and never all of them. */
export const surplus = ({pieces, weight}: HeldRows, end: 'first' | 'last', capacity: number): number => {
	let left = weight;
	let count = 0;
	const order = end === 'first' ? pieces : pieces.toReversed();
	for (const piece of order.slice(0, -1)) {
		if (left <= capacity) break;
		left -= piece.weight;
		count += piece.rows.length;
	}
	return count;
};
