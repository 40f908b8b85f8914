import {parseFilter} from '../parse/filter/filter.ts';
import type {LogState} from '../store/log/state.ts';
import {filtered} from '../store/log/wishes.ts';
import type {Store} from '../store/store.ts';
import type {PromptTools} from './prompt.ts';

/** What is typed after `/` in a log. A bad pattern changes nothing. */
export const filterPrompt = (log: Store<LogState>): PromptTools => ({
	check(text) {
		const filter = parseFilter(text);
		return filter !== undefined && 'problem' in filter ? filter.problem : undefined;
	},
	complete: () => [],
	recall: () => log.get().filter?.text ?? '',
	enter(text) {
		const filter = parseFilter(text);
		if (filter !== undefined && 'problem' in filter) return filter.problem;
		if (filter?.text !== log.get().filter?.text) log.update(filtered(filter));
		return undefined;
	},
});
