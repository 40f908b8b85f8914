const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

// Each unit once, the largest first, so that `5m 1d` or `1h 1h` is a slip and not a sum.
const pattern = /^(?=\d)(?:(?<d>\d+)d)?\s*(?:(?<h>\d+)h)?\s*(?:(?<m>\d+)m)?\s*(?:(?<s>\d+)s)?$/;

/** The milliseconds of `1d`, `36h`, `90m`, `45s` or `1d 12h`; undefined for anything else. A day is 24 hours. */
export const parseDuration = (text: string): number | undefined => {
	const found = pattern.exec(text.trim())?.groups;
	if (found === undefined) return undefined;
	const {d = 0, h = 0, m = 0, s = 0} = found;
	const milliseconds = Number(d) * day + Number(h) * hour + Number(m) * minute + Number(s) * second;
	return Number.isSafeInteger(milliseconds) ? milliseconds : undefined;
};
