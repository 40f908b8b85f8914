/** A row that was picked: a hit, or one around a hit. `apart` where rows were left out before it. */
export type Picked<Row> = {readonly row: Row; readonly hit: boolean; readonly apart: boolean};

export type Around<Row> = {
	push(row: Row): void;
	/** A row that is picked whatever it is, and is no hit. No row is around a hit on the other side of it. */
	pass(row: Row): void;
	/** Rows were left out by somebody else: what follows stands apart, and is around nothing before it. */
	skip(): void;
};

/** Picks the hits of rows that come one by one, with so many (`context`) rows before and after each; no row twice. */
export const createAround = <Row>(
	context: number,
	isHit: (row: Row) => boolean,
	take: (picked: Picked<Row>) => void,
): Around<Row> => {
	let before: Row[] = [];
	/** How many more are wanted after the last hit. */
	let wanted = 0;
	let apart = false;
	const give = (row: Row, hit: boolean): void => {
		take({row, hit, apart});
		apart = false;
	};
	return {
		push(row) {
			if (isHit(row)) {
				for (const earlier of before) give(earlier, false);
				before = [];
				give(row, true);
				wanted = context;
			} else if (wanted > 0) {
				wanted -= 1;
				give(row, false);
			} else {
				before.push(row);
				if (before.length <= context) return;
				before.shift();
				apart = true;
			}
		},
		pass(row) {
			apart ||= before.length > 0;
			before = [];
			wanted = 0;
			give(row, false);
		},
		skip() {
			before = [];
			wanted = 0;
			apart = true;
		},
	};
};
