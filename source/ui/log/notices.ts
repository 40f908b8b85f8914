import {inOneSentence} from '../../domain/problem.ts';
import type {Tone} from '../../domain/tone.ts';
import {plural} from '../../domain/words.ts';
import type {LogView} from '../../store/log/view.ts';
import {clip, wrap} from '../text.ts';
import {withBullets, type Theme} from '../theme.ts';
import {coveredInWords, filterInWords, foundInWords, rangeInWords, whereInWords} from './words.ts';

type Notice = {readonly words: string; readonly tone: Tone};

/** Screen lines that notices may take. */
const most = 3;

/** Why there are no rows: an empty screen too says what was looked at. */
const emptiness = (view: LogView, now: Date): string => {
	const {filter, search, range} = view;
	if (filter !== undefined && search.status !== 'idle') {
		if (search.status === 'searching') return 'No hit yet';
		const found = foundInWords(search, filter.inverse ? 'line' : 'hit') ?? '';
		return `${filterInWords(view)}: ${found}, ${coveredInWords(search, now) ?? whereInWords(view, now)}`;
	}
	if (view.status === 'waiting' || filter !== undefined) return 'Reading';
	if (typeof range === 'string' || view.since === 'all') return 'Nothing has been written to it';
	return `Nothing was written to it ${view.since === undefined ? 'in the ' : ''}${rangeInWords(view, now)}`;
};

const droppedInWords = ({dropped}: LogView): string =>
	`${plural(dropped, 'line')} of what was found had to be dropped: narrow the filter or the range to see ${dropped === 1 ? 'it' : 'them'}`;

const noticesOf = (view: LogView, now: Date): readonly Notice[] => {
	const {problem, search, errors} = view;
	const problems = [...(problem === undefined ? [] : [problem]), ...search.problems, ...errors.problems];
	return [
		...[...new Set(problems.map(inOneSentence))].map(words => ({words, tone: 'bad'}) as const),
		...(view.dropped === 0 ? [] : [{words: droppedInWords(view), tone: 'warn'} as const]),
		...(view.widened === undefined ? [] : [{words: view.widened, tone: 'warn'} as const]),
		...(view.rows.length > 0 || problem !== undefined ? [] : [{words: emptiness(view, now), tone: 'muted'} as const]),
	];
};

/** What the view has to say under its rows: why they are old, what could not be searched, why there are none. */
export const drawNotices = (view: LogView, width: number, now: Date, theme: Theme): readonly string[] => {
	const notices = noticesOf(view, now);
	const room = width - 2;
	const lines = notices.flatMap(({words, tone}) =>
		wrap(withBullets(words, theme), room).map(line => `  ${theme.paint[tone](line)}`),
	);
	if (lines.length <= most) return lines;
	// Each begins on a line of its own, and the first ones are the gravest.
	const left = notices.length - most;
	return notices.slice(0, most).map(({words, tone}, index) => {
		const more = left > 0 && index === most - 1 ? `and ${left + 1} more: ` : '';
		return `  ${theme.paint[tone](clip(withBullets(more + words, theme), room, theme.ellipsis))}`;
	});
};
