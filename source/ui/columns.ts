/** A column that wants room: how narrow it may get, when it goes, and how wide its contents are. Widths are in cells. */
export type Wish = {readonly min: number; readonly yields: number; readonly wanted: number};

export const gap = 2;

type Column = {readonly wish: Wish; readonly index: number; width: number};

const total = (columns: readonly Column[]): number =>
	columns.reduce((sum, {width}) => sum + width, 0) + gap * Math.max(0, columns.length - 1);

/** Takes cells from the widest until they fit or none can give any more. */
const squeeze = (columns: readonly Column[], room: number): void => {
	for (const column of columns) column.width = Math.max(column.wish.wanted, column.wish.min);
	for (let over = total(columns) - room; over > 0; over -= 1) {
		const widest = columns
			.filter(({width, wish}) => width > wish.min)
			.reduce<Column | undefined>((most, column) => (most && most.width >= column.width ? most : column), undefined);
		if (widest === undefined) return;
		widest.width -= 1;
	}
};

/**
 * How wide each column is in `room` cells; 0 is not shown. Columns give up what they have over their minimum, the widest first; when
 * that is not enough the one that yields most goes, and the others are fitted anew.
 */
export const layOutColumns = (wishes: readonly Wish[], room: number): readonly number[] => {
	let shown: readonly Column[] = wishes.map((wish, index) => ({wish, index, width: 0}));
	for (;;) {
		squeeze(shown, room);
		const weakest = shown.toSorted((one, other) => other.wish.yields - one.wish.yields)[0];
		if (total(shown) <= room || weakest === undefined || weakest.wish.yields === 0) break;
		shown = shown.filter(column => column !== weakest);
	}
	return wishes.map((_, index) => shown.find(column => column.index === index)?.width ?? 0);
};
