/** Which part of a text is on the screen: its first line, and the last that can be first. */
export type Scroll = {readonly top: number; readonly last: number};

export const atStart: Scroll = {top: 0, last: 0};

const clamp = (top: number, last: number): number => Math.max(0, Math.min(top, last));

export const scrolledBy =
	(by: number) =>
	({top, last}: Scroll): Scroll => ({top: clamp(top + by, last), last});

export const bounded =
	(last: number) =>
	(scroll: Scroll): Scroll =>
		last === scroll.last ? scroll : {top: clamp(scroll.top, last), last};

/** Moves no more than is needed to have a line among the `height` that are on the screen, and with it those from `first` on that fit. */
export const showing =
	(line: number, height: number, first = line) =>
	(scroll: Scroll): Scroll => {
		const top = clamp(Math.max(Math.min(first, scroll.top), line - height + 1), scroll.last);
		return top === scroll.top ? scroll : {...scroll, top};
	};
