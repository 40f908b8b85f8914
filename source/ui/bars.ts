import type {Bars} from '../panes/spec.ts';
import type {Theme} from './theme.ts';

/** The sign of a height from 0 to 1. Nought is drawn too: it was seen. */
const signOf = (part: number, {bars}: Theme): string =>
	bars[Math.min(bars.length - 1, Math.floor(Math.max(0, part) * bars.length))] ?? ' ';

/** A row of signs, one for each value: the limit is the top, what is above it is higher than all others and bad, and a gap is empty. */
export const drawBars = ({values, limit}: Bars, theme: Theme, painted: boolean): string =>
	values
		.map(value => {
			if (value === undefined) return ' ';
			if (value <= limit) return signOf(value / limit, theme);
			return painted ? theme.paint.bad(theme.above) : theme.above;
		})
		.join('');
