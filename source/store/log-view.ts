import type {LogLine} from '../domain/log.ts';
import type {Problem} from '../domain/problem.ts';

/** The lines of one log source as somebody reads them. */
export type LogView = {
	readonly status: 'waiting' | 'live' | 'broken';
	readonly lines: readonly LogLine[];
	/** What the lines weigh, so that a flood cannot fill the memory. */
	readonly held: number;
	/** Lines that were held once and had to make room. */
	readonly dropped: number;
	/** What the source has before the first line that was loaded, in words. */
	readonly omitted: string | undefined;
	/** The line that was asked for, by its position. */
	readonly marked: number | undefined;
	readonly following: boolean;
	/** Lines that came while not following. */
	readonly unseen: number;
	readonly top: number;
	readonly height: number;
	readonly problem: Problem | undefined;
};

/** How much one view may hold: UTF-16 units of text, and what every line costs beside its text. */
const capacity = 8 * 1024 * 1024;
const weightOf = ({text}: LogLine): number => text.length + 100;

export const emptyLog = (marked?: number): LogView => ({
	status: 'waiting',
	lines: [],
	held: 0,
	dropped: 0,
	omitted: undefined,
	marked,
	following: marked === undefined,
	unseen: 0,
	top: 0,
	height: 0,
	problem: undefined,
});

const lastTop = ({lines, height}: LogView): number => Math.max(0, lines.length - height);

const clampTop = (view: LogView): LogView => {
	const top = view.following ? lastTop(view) : Math.max(0, Math.min(view.top, lastTop(view)));
	return top === view.top ? view : {...view, top};
};

/** Makes room at the front; what is on the screen stays where it is. */
const trimmed = (view: LogView): LogView => {
	let {held} = view;
	let gone = 0;
	while (held > capacity && gone < view.lines.length - 1) {
		const line = view.lines[gone];
		if (line !== undefined) held -= weightOf(line);
		gone += 1;
	}
	return gone === 0
		? view
		: {...view, lines: view.lines.slice(gone), held, dropped: view.dropped + gone, top: Math.max(0, view.top - gone)};
};

/** New lines at the end. The first batch replaces what was there, decides what came before it, and centres the line that was asked for. */
export const appended =
	(lines: readonly LogLine[], omitted: string | undefined) =>
	(view: LogView): LogView => {
		const first = view.status !== 'live';
		const before = first ? {lines: [], held: 0, unseen: 0, dropped: 0, omitted} : view;
		const grown: LogView = {
			...view,
			...before,
			status: 'live',
			problem: undefined,
			lines: [...before.lines, ...lines],
			held: lines.reduce((sum, line) => sum + weightOf(line), before.held),
			unseen: view.following || first ? 0 : view.unseen + lines.length,
		};
		const markedAt = first ? grown.lines.findIndex(({position}) => position === view.marked) : -1;
		return clampTop(
			trimmed(markedAt === -1 ? grown : {...grown, top: Math.max(0, markedAt - Math.floor(view.height / 2))}),
		);
	};

/** The source broke. Its lines stay until it speaks again. */
export const lost =
	(problem: Problem) =>
	(view: LogView): LogView => ({...view, status: 'broken', problem});

/** Scrolling up pauses; reaching the end by hand follows again. */
export const scrolled =
	(by: number) =>
	(view: LogView): LogView => {
		const top = Math.max(0, Math.min(view.top + by, lastTop(view)));
		const following = by > 0 && top === lastTop(view);
		return {...view, top, following, unseen: following ? 0 : view.unseen};
	};

export const follow =
	(following: boolean) =>
	(view: LogView): LogView =>
		clampTop({...view, following, unseen: following ? 0 : view.unseen});

export const logResized =
	(height: number) =>
	(view: LogView): LogView => {
		if (height === view.height) return view;
		const markedAt = view.height === 0 ? view.lines.findIndex(({position}) => position === view.marked) : -1;
		return clampTop({
			...view,
			height,
			top: markedAt === -1 ? view.top : Math.max(0, markedAt - Math.floor(height / 2)),
		});
	};
