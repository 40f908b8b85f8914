import {closeView} from '../flow/open-views.ts';
import {helpKeys} from '../keys/help.ts';
import {bind, type Keymap} from '../keys/keymap.ts';
import {logKeys} from '../keys/log.ts';
import {overviewKeys, type OverviewContext} from '../keys/overview.ts';
import {viewKeys} from '../keys/views.ts';
import type {Pane, PaneTools} from '../panes/pane.ts';
import type {View} from '../store/session.ts';
import {logContext, type LogContextOptions} from './log-context.ts';

type Options = LogContextOptions & {
	readonly host: {readonly readonly: boolean};
	readonly panes: readonly [Pane, ...Pane[]];
	tools(): PaneTools;
	/** Lines of a view on top of the overview that fit. */
	viewHeight(): number;
	retryNow(): void;
	quit(): void;
};

/** What the keys mean where somebody is, the nearest first. */
export type Keymaps = {
	now(): readonly Keymap[];
	/** What they mean under the help, which is what the help is about. */
	underHelp(): readonly Keymap[];
};

export const createKeymaps = (options: Options): Keymaps => {
	const {session, host, panes, tools, viewHeight, retryNow, quit} = options;
	const overview = overviewKeys(panes);
	const ofView = (view: View): readonly Keymap[] => {
		const back = (): void => closeView(session, view);
		switch (view.kind) {
			case 'log':
				return logKeys.map(({title, keys}) => bind(title, keys, () => logContext(view, back, options), host));
			case 'details':
				return [
					...(view.keymap === undefined ? [] : [view.keymap]),
					bind('Move', viewKeys, () => ({session, scroll: view.scroll, height: viewHeight(), back}), host),
				];
		}
	};
	const underHelp = (): readonly Keymap[] => {
		const {views, focus} = session.get();
		const view = views.at(-1);
		if (view !== undefined) return ofView(view);
		const pane = panes.find(({id}) => id === focus) ?? panes[0];
		const context: OverviewContext = {session, panes, retryNow, quit};
		return [pane.keymap(tools), bind('Everywhere', overview, () => context, host)];
	};
	return {
		now: () => (session.get().help ? [bind('Help', helpKeys, () => ({session}), host)] : underHelp()),
		underHelp,
	};
};
