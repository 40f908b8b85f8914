import {plural} from '../../domain/words.ts';
import type {LogView} from '../../store/log/view.ts';
import {clip, widthOf} from '../text.ts';
import {withBullets, type Theme} from '../theme.ts';
import {coveredInWords, filterInWords, foundInWords, unseenInWords, whereInWords} from './words.ts';

/** Something a title says; of several that do not fit together, those that matter least are left out. */
type Fact = {readonly words: string; readonly matters: number};

const namesOf = ({sources, name: called}: LogView): string => {
	if (called !== undefined) return called;
	const [first, second] = sources.map(({name}) => name);
	if (first === undefined) return 'log';
	if (second === undefined) return first;
	return sources.length === 2 ? `${first} and ${second}` : `${first} and ${sources.length - 1} more`;
};

const fact = (words: string | undefined, matters: number): readonly Fact[] =>
	words === undefined ? [] : [{words, matters}];

const errorsInWords = ({errors}: LogView): {readonly words: string; readonly matters: number} | undefined => {
	const found = plural(errors.found, 'error');
	switch (errors.status) {
		case 'idle':
			return undefined;
		case 'searching':
			return {words: errors.found === 0 ? 'looking for errors' : `${found} so far`, matters: 3};
		case 'stopped':
			return {words: errors.found === 0 ? 'errors not known' : `${found} at least`, matters: 5};
		case 'done':
			return {words: errors.found === 0 ? 'no errors' : found, matters: errors.found === 0 ? 2 : 5};
	}
};

const most = 10;

const factsOf = (view: LogView, width: number, now: Date, theme: Theme): readonly Fact[] => {
	const {search, filter, context, times, wrap, raw, before, after} = view;
	const errors = errorsInWords(view);
	const sought = filterInWords(view);
	const follow = view.following ? 'following' : unseenInWords(view.unseen);
	return [
		...fact(whereInWords(view, now), filter === undefined ? 6 : 5),
		...fact(sought && clip(sought, Math.max(12, Math.floor(width / 3)), theme.ellipsis), most),
		...(filter === undefined ? [] : fact(foundInWords(search, filter.inverse ? 'line' : 'hit'), most)),
		...(filter === undefined ? [] : fact(coveredInWords(search, now), 9)),
		...(filter !== undefined && search.status === 'searching' ? fact('Esc stops', 7) : []),
		...fact(errors?.words, errors?.matters ?? 0),
		...(before === 'reading' || after === 'reading' || view.status === 'waiting' ? fact('reading', 3) : []),
		...(view.status === 'live' ? fact(follow, view.unseen > 0 ? 9 : 8) : []),
		...(view.status === 'broken' ? fact('not current', 9) : []),
		...(filter === undefined || context === 0 ? [] : fact(`context ${context}`, 4)),
		...(times === 'off' ? [] : fact(`times ${times}`, 2)),
		...(wrap ? fact('wrap', 1) : []),
		...(raw ? fact('raw', 2) : []),
	];
};

const joined = (facts: readonly Fact[], theme: Theme): string =>
	withBullets(facts.map(({words}) => words).join(' · '), theme);

/** The facts that fit, in their order. */
const fitting = (facts: readonly Fact[], width: number, theme: Theme): string => {
	let left = facts;
	while (widthOf(joined(left, theme)) > width) {
		const least = Math.min(...left.map(({matters}) => matters));
		if (least >= most) return clip(joined(left, theme), width, theme.ellipsis);
		const gone = left.findLast(({matters}) => matters === least);
		left = left.filter(one => one !== gone);
	}
	return joined(left, theme);
};

/** Names, range, what was looked for in it and found, whether it is followed: one line. */
export const drawTitle = (view: LogView, width: number, now: Date, theme: Theme): string => {
	const head = `${theme.rule} ${clip(namesOf(view), Math.floor(width / 3), theme.ellipsis)} `;
	const rest = fitting(factsOf(view, width, now, theme), width - widthOf(head) - 4, theme);
	const said = rest === '' ? '' : `${theme.bullet} ${rest} `;
	const rule = theme.rule.repeat(Math.max(0, width - widthOf(head) - widthOf(said)));
	return theme.bold(theme.paint.accent(head)) + said + theme.dim(rule);
};
