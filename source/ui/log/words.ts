import type {Searched} from '../../domain/log.ts';
import {countInWords, plural, shortTime, spanInWords} from '../../domain/words.ts';
import type {LogView, Search} from '../../store/log/view.ts';

/** `1h`: a span that was asked for, in its largest unit. */
export const askedSpan = (milliseconds: number): string => spanInWords(milliseconds).split(' ')[0] ?? '';

/** What the view ranges over: `whole log`, `since 14:02:07`; `last 1h` only until it is known when that begins, since it goes on from there. */
export const rangeInWords = ({range, since}: Pick<LogView, 'range' | 'since'>, now: Date): string => {
	if (typeof range === 'string' || since === 'all') return 'whole log';
	return since === undefined ? `last ${askedSpan(range.last)}` : `since ${shortTime(since, now)}`;
};

/** `whole log`, `last 24h`, `until 02:00:00`, `from 02:00:00 to 14:02:07`: the range that was searched, where a search says it. */
export const searchedInWords = ({range, from, to}: Searched, now: Date): string => {
	if (range.kind === 'whole') return 'whole log';
	if (range.kind === 'last') return `last ${askedSpan(range.milliseconds)}`;
	if (range.kind === 'between' && range.until !== undefined) {
		const until = shortTime(range.until, now);
		return range.since === undefined ? `until ${until}` : `from ${shortTime(range.since, now)} to ${until}`;
	}
	const ends = [
		from === undefined ? [] : `from ${shortTime(from, now)}`,
		to === undefined ? [] : `to ${shortTime(to, now)}`,
	].flat();
	return ends.length === 0 ? 'in part' : ends.join(' ');
};

/** What was searched is said where it was searched; else what can be paged through. */
export const whereInWords = (view: LogView, now: Date): string => {
	const {searched, status} = view.search;
	return view.filter !== undefined && status === 'done' && searched !== undefined && view.since === undefined
		? searchedInWords(searched, now)
		: rangeInWords(view, now);
};

export const filterInWords = ({filter}: LogView): string | undefined =>
	filter === undefined ? undefined : filter.inverse ? `without /${filter.text.replace(/^!/, '')}/` : `/${filter.text}/`;

/** A share that is not called the whole before it is. */
const percent = (done: number): string => `${Math.floor(Math.max(0, Math.min(1, done)) * 100)}%`;

const lines = (searched: Searched | undefined): string => plural(searched?.lines ?? 0, 'line');

/** `11-19 23:58 to 03:00:01`: what a search covers that did not come to its end. */
export const coveredInWords = ({status, searched}: Search, now: Date): string | undefined => {
	if (status !== 'stopped' || searched?.from === undefined || searched.to === undefined) return undefined;
	return `${shortTime(searched.from, now)} to ${shortTime(searched.to, now)}`;
};

/** What a search for something has found, and in what; undefined while there is none. `noun` is `hit` or `error`. */
export const foundInWords = (search: Search, noun: string): string | undefined => {
	const found = search.found === 0 ? `no ${noun}s` : plural(search.found, noun);
	switch (search.status) {
		case 'idle':
			return undefined;
		case 'searching': {
			const far = search.done === undefined ? lines(search.searched) : percent(search.done);
			return `searching ${far} · ${found} so far`;
		}
		case 'stopped':
			// Lines are counted once a piece of the log is through, what was found there before.
			if (search.done !== undefined && search.done < 1) return `stopped at ${percent(search.done)}, ${found} so far`;
			if ((search.searched?.lines ?? 0) > 0) return `stopped: ${found} in ${lines(search.searched)}`;
			return search.found > 0 ? `stopped: ${found} so far` : 'stopped before it began';
		case 'done':
			return `${found} in ${search.problems.length > 0 ? 'only ' : ''}${lines(search.searched)}`;
	}
};

export const unseenInWords = (count: number): string =>
	count === 0 ? 'paused' : `paused, ${countInWords(count)} new below`;
