import {toError, toHit} from '../store/log/find.ts';
import {toggledMark, toggledRaw, toggledWrap, turnedTimes} from '../store/log/looks.ts';
import {moved, turned} from '../store/log/screen.ts';
import {searchStopped} from '../store/log/searches.ts';
import {spotOf, type Spot} from '../store/log/spots.ts';
import {isSifted, type LogState, type Update} from '../store/log/state.ts';
import type {Range} from '../store/log/view.ts';
import {
	filtered,
	lineAtCursor,
	ranged,
	toggledFollowing,
	wentToEnd,
	wentToStart,
	widenedContext,
} from '../store/log/wishes.ts';
import {emptyPrompt} from '../store/prompt.ts';
import {helped, prompted, type Flash, type Session} from '../store/session.ts';
import type {Store} from '../store/store.ts';
import type {Binding} from './keymap.ts';
import {movingKeys, type Movable} from './moving.ts';
import {commandLineKey} from './views.ts';

/** What a key of a log may use. */
export type LogContext = {
	readonly session: Store<Session>;
	readonly log: Store<LogState>;
	/** Opens the same log on top of this, unfiltered and around a line. */
	openAround(spot: Spot): void;
	/** Opens the log of the run before, or goes there. */
	openRunBefore(): void;
	/** Hands the event of the cursor to the clipboard. */
	copy(): void;
	/** Writes the range, or what the filter finds in it, to a file. */
	save(): void;
	isSaving(): boolean;
	stopSaving(): void;
	/** Hands the same to the pager. */
	page(): void;
	say(flash: Flash): void;
	/** Whether leaving it is asked about: what it is about goes on. */
	isGuarded(): boolean;
	/** Closes it, or asks about that. */
	back(): void;
};

type Key = Binding<LogContext>;

const movable = ({log}: LogContext): Movable => ({
	move: by => log.update(moved(by)),
	turn: screens => log.update(turned(screens)),
	toStart: () => log.update(wentToStart),
	toEnd: () => log.update(wentToEnd),
});

const noFilter = ({log}: LogContext): string | undefined =>
	log.get().filter === undefined ? 'no filter is set; / sets one' : undefined;

const noLine = ({log}: LogContext): string | undefined =>
	lineAtCursor(log.get()) === undefined ? 'no line is selected' : undefined;

const noErrors = ({log}: LogContext): string | undefined => {
	const {errors} = log.get();
	if (errors.ticks.length > 0) return undefined;
	switch (errors.status) {
		case 'idle':
			return 'they have not been looked for yet';
		case 'searching':
			return 'none has been found yet';
		case 'stopped':
			return 'they could not be looked for';
		case 'done':
			return errors.searched === undefined || errors.searched.range.kind === 'nothing'
				? 'nothing could be searched'
				: 'there is none in what was searched';
	}
};

const noRuns = ({log}: LogContext): string | undefined => {
	const [source, ...others] = log.get().sources;
	if (others.length > 0) return 'several logs are shown';
	if (source.kind === 'file') return 'a file is not parted by runs';
	return source.kind === 'service' && isSifted(log.get()) ? 'the filter shows parts of the log' : undefined;
};

type Way = (state: LogState, direction: 1 | -1) => Update | undefined;

/** Goes to the next hit or error, or to the one before. Where there is none it says which key leads to others. */
const going =
	(way: Way, noun: string, direction: 1 | -1, back: string) =>
	({log, say}: LogContext): void => {
		const update = way(log.get(), direction);
		if (update !== undefined) {
			log.update(update);
			return;
		}
		const [here, there] = direction === 1 ? ['below', 'up'] : ['above', 'down'];
		const isBehind = way(log.get(), direction === 1 ? -1 : 1) !== undefined;
		say({text: `No ${noun} ${here} this${isBehind ? `: ${back} goes ${there}` : ''}`, tone: 'bad'});
	};

const minutes = (count: number): Range => ({last: count * 60_000});

const ranges: ReadonlyArray<readonly [key: string, label: string, range: Range]> = [
	['0', 'all of it, at its end', 'tail'],
	['1', 'all of it, from its start', 'head'],
	['2', 'last minute', minutes(1)],
	['3', 'last 5 minutes', minutes(5)],
	['4', 'last 15 minutes', minutes(15)],
	['5', 'last 30 minutes', minutes(30)],
	['6', 'last hour', minutes(60)],
];

/** What is being saved is stopped first, then a search that goes on; then its filter is taken away, and then the log is closed. */
const leave = ({log, isSaving, stopSaving, back}: LogContext): void => {
	const {search, filter} = log.get();
	if (isSaving()) stopSaving();
	else if (filter !== undefined && search.status === 'searching') log.update(searchStopped);
	else if (filter !== undefined) log.update(filtered(undefined));
	else back();
};

/** Looking for lines. */
const finding: readonly Key[] = [
	{keys: ['/'], label: 'filter', run: ({session}) => session.update(prompted(emptyPrompt('filter')))},
	{
		keys: ['n'],
		label: 'next hit',
		short: 'hit',
		blocked: noFilter,
		run: going(toHit, 'hit', 1, 'N'),
	},
	{
		keys: ['N'],
		label: 'previous hit',
		quiet: true,
		blocked: noFilter,
		run: going(toHit, 'hit', -1, 'n'),
	},
	{
		keys: ['e'],
		label: 'next error',
		short: 'error',
		blocked: noErrors,
		run: going(toError, 'error', 1, 'E'),
	},
	{
		keys: ['E'],
		label: 'previous error',
		quiet: true,
		blocked: noErrors,
		run: going(toError, 'error', -1, 'e'),
	},
	{
		keys: ['c'],
		label: 'lines around hits',
		short: 'context',
		blocked: noFilter,
		run: ({log}) => log.update(widenedContext),
	},
	{
		keys: ['enter'],
		label: 'log around it',
		quiet: true,
		blocked(context) {
			const shown = noFilter(context) ?? noLine(context);
			return shown ?? (isSifted(context.log.get()) ? undefined : 'the whole log is shown already');
		},
		run({log, openAround}) {
			const line = lineAtCursor(log.get());
			if (line !== undefined) openAround(spotOf(line));
		},
	},
	{keys: ['p'], label: 'run before', quiet: true, blocked: noRuns, run: ({openRunBefore}) => openRunBefore()},
];

/** How it is shown. */
const looking: readonly Key[] = [
	{keys: ['f'], label: 'follow', run: ({log}) => log.update(toggledFollowing)},
	{keys: ['w'], label: 'wrap', run: ({log}) => log.update(toggledWrap)},
	{keys: ['t'], label: 'times', run: ({log}) => log.update(turnedTimes)},
	{keys: ['J'], label: 'JSON as written', quiet: true, run: ({log}) => log.update(toggledRaw)},
	{keys: ['m'], label: 'mark', quiet: true, blocked: noLine, run: ({log}) => log.update(toggledMark)},
];

/** How much of it is shown. */
const ranging: readonly Key[] = ranges.map(([key, label, range]) => ({
	keys: [key],
	label,
	quiet: true,
	run: ({log}) => log.update(ranged(range)),
}));

/** Taking something along. */
const taking: readonly Key[] = [
	{keys: ['y'], label: 'copy', blocked: noLine, run: ({copy}) => copy()},
	{keys: ['S'], label: 'save', run: ({isSaving, stopSaving, save}) => (isSaving() ? stopSaving() : save())},
	{keys: ['L'], label: 'pager', run: ({page}) => page()},
];

const leaving: readonly Key[] = [
	commandLineKey,
	{keys: ['?'], label: 'help', run: ({session}) => session.update(helped(true))},
	{keys: ['esc'], label: 'stop, unfilter or back', short: 'back', run: leave},
	{keys: ['q'], label: 'back', quiet: true, run: ({back}) => back()},
	{
		keys: ['ctrl-c'],
		label: 'leave or stop what goes on',
		short: 'leave or stop',
		when: ({isGuarded}) => isGuarded(),
		run: ({back}) => back(),
	},
];

/** Reading a log: its keys in groups, the most useful first. */
export const logKeys: ReadonlyArray<{readonly title: string; readonly keys: readonly Key[]}> = [
	{title: 'Find', keys: finding},
	{title: 'Show', keys: looking},
	{title: 'Take along', keys: taking},
	{title: 'Range', keys: ranging},
	{title: 'Move', keys: [...movingKeys(movable), ...leaving]},
];
