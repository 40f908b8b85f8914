import type {LogView, ViewRow} from '../../store/log/view.ts';
import type {Theme} from '../theme.ts';

/** Tells where in the whole something stands, from 0 to 1; undefined where that is not known. */
type Scale = (place: {
	readonly part: string;
	readonly position: number;
	readonly at: Date | undefined;
}) => number | undefined;

const within = (value: number, low: number, high: number): number =>
	high > low ? Math.max(0, Math.min(1, (value - low) / (high - low))) : 0;

const placeOf = ({row}: ViewRow): Parameters<Scale>[0] =>
	row.kind === 'line' ? row.line : {part: '', position: Number.NaN, at: row.at};

/** The first row with a line from an index on, or back from it; a few rows are looked at. */
const lineNear = (view: LogView, index: number, step: 1 | -1): Parameters<Scale>[0] | undefined => {
	for (let tried = 0; tried < 20; tried += 1) {
		const row = view.rows.at(index + tried * step);
		if (row?.row.kind === 'line') return placeOf(row);
	}
	return undefined;
};

/** By time, where everything says when it was. */
const timeScale = (view: LogView): Scale | undefined => {
	const {ticks, searched} = view.errors;
	const ends = [lineNear(view, 0, 1), lineNear(view, view.rows.length - 1, -1)].flatMap(place => place?.at ?? []);
	if (ticks.some(({at}) => at === undefined) || ends.length === 0) return undefined;
	const times = [searched?.from, searched?.to, ticks[0]?.at, ticks.at(-1)?.at, ...ends].flatMap(
		at => at?.getTime() ?? [],
	);
	const [low, high] = [Math.min(...times), Math.max(...times)];
	return ({at}) => (at === undefined ? undefined : within(at.getTime(), low, high));
};

/** By the bytes of one file: the errors of a night that took a minute do not all fall on one spot. */
const byteScale = (view: LogView): Scale | undefined => {
	const {ticks, searched} = view.errors;
	const ends = [lineNear(view, 0, 1), lineNear(view, view.rows.length - 1, -1)].flatMap(place => place ?? []);
	const places = [...ticks, ...ends];
	const [source] = view.sources;
	const part = places[0]?.part;
	if (view.sources.length !== 1 || source?.kind !== 'file' || places.some(place => place.part !== part))
		return undefined;
	const positions = places.map(({position}) => position);
	const high = Math.max(...positions, searched?.range.kind === 'whole' ? searched.bytes : 0);
	const low = searched?.range.kind === 'whole' ? 0 : Math.min(...positions);
	return ({position}) => within(position, low, high);
};

/**
 * The column at the right edge, a sign for each of `height` lines: where the errors are in the range, and where in it the screen is, which shows
 * the rows from `first` up to `last`. Undefined while there is no error.
 */
export const drawTicks = (
	view: LogView,
	{
		first,
		last,
		height,
		theme,
	}: {readonly first: number; readonly last: number; readonly height: number; readonly theme: Theme},
): readonly string[] | undefined => {
	const {ticks} = view.errors;
	if (ticks.length === 0 || height === 0) return undefined;
	const scale = byteScale(view) ?? timeScale(view);
	if (scale === undefined) return undefined;
	const lineAt = (share: number): number => Math.min(height - 1, Math.floor(share * height));
	const lines = (places: ReadonlyArray<Parameters<Scale>[0] | undefined>): readonly number[] =>
		places.flatMap(place => (place === undefined ? [] : (scale(place) ?? []))).map(lineAt);
	const errors = new Set(lines(ticks));
	const screen = lines([lineNear(view, first, 1), lineNear(view, last, -1)]);
	// Of no places the least is infinite.
	const [top, bottom] = [Math.min(...screen), Math.max(...screen)];
	return Array.from({length: height}, (_, line) => {
		const isHere = top <= line && line <= bottom;
		if (errors.has(line)) return theme.paint.bad(isHere ? theme.log.tickHere : theme.log.tick);
		return isHere ? theme.dim(theme.log.here) : ' ';
	});
};
