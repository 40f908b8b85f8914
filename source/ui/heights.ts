/** A pane that wants room: how many rows it has. */
export type Claim = {readonly id: string; readonly rows: number};

/** A title and the column headings. */
export const frameHeight = 2;

/**
 * How many lines each pane gets of `room`. Each has its frame and one row; what is left goes round, first to the pane with the focus,
 * until everybody's rows are shown. Lines that nobody needs stay empty at the bottom, so that the panes do not jump about.
 */
export const shareHeight = (claims: readonly Claim[], room: number, focus: string): ReadonlyMap<string, number> => {
	const heights = new Map(claims.map(({id}) => [id, frameHeight + 1]));
	const order = claims.toSorted((one, other) => Number(other.id === focus) - Number(one.id === focus));
	let left = room - claims.length * (frameHeight + 1);
	for (let gave = true; gave && left > 0;) {
		gave = false;
		for (const {id, rows} of order) {
			const height = heights.get(id) ?? 0;
			if (left > 0 && height < frameHeight + rows) {
				heights.set(id, height + 1);
				left -= 1;
				gave = true;
			}
		}
	}
	return heights;
};
