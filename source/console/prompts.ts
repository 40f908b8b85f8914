import type {Workshop} from '../domain/workshop.ts';
import {closeViews} from '../flow/open-views.ts';
import type {KnownLogs} from '../flow/log/known-logs.ts';
import {commandPrompt, commandsFor} from '../keys/commands.ts';
import {filterPrompt} from '../keys/log-filter.ts';
import {askedPrompt, type PromptTools} from '../keys/prompt.ts';
import {workshopCommands} from '../keys/workshop.ts';
import type {Pane} from '../panes/pane.ts';
import type {Prompt} from '../store/prompt.ts';
import type {Session} from '../store/session.ts';
import type {Store} from '../store/store.ts';

type Options = {
	readonly session: Store<Session>;
	readonly panes: readonly [Pane, ...Pane[]];
	readonly knownLogs: Pick<KnownLogs, 'names' | 'open'>;
	/** What can be broken and mended by command, on the practice server alone. */
	readonly workshop: Workshop | undefined;
	quit(): void;
};

/** What the line that is typed means; a filter is that of the log on top. */
export const createPrompts = ({
	session,
	panes,
	knownLogs,
	workshop,
	quit,
}: Options): ((kind: Prompt['kind']) => PromptTools) => {
	const all = [...commandsFor(panes), ...(workshop === undefined ? [] : workshopCommands(workshop))];
	const commands = commandPrompt(all, () => ({
		session,
		panes,
		logNames: knownLogs.names,
		openLogs: knownLogs.open,
		closeViews: () => closeViews(session),
		quit,
	}));
	return kind => {
		if (typeof kind === 'object') return askedPrompt(kind);
		const view = session.get().views.at(-1);
		return kind === 'filter' && view?.kind === 'log' ? filterPrompt(view.log) : commands;
	};
};
