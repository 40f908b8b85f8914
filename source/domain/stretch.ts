/** A stretch of time, with both of its ends. */
export type Stretch = {readonly from: Date; readonly to: Date};

/** The same stretches in the order of time, those that touch made one. */
export const joined = (stretches: readonly Stretch[]): readonly Stretch[] => {
	const found: Stretch[] = [];
	for (const stretch of stretches.toSorted((one, other) => one.from.getTime() - other.from.getTime())) {
		const last = found.at(-1);
		if (last === undefined || last.to < stretch.from) found.push(stretch);
		else if (last.to < stretch.to) found[found.length - 1] = {from: last.from, to: stretch.to};
	}
	return found;
};

/** Whether one of these stretches, none of which touch, covers another one. */
export const covers = (stretches: readonly Stretch[], {from, to}: Stretch): boolean =>
	stretches.some(stretch => stretch.from <= from && to <= stretch.to);
