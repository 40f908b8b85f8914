import type {OpenedDetails} from '../flow/open-views.ts';
import {bind, type Keymap} from '../keys/keymap.ts';
import type {PaneTools} from '../panes/pane.ts';
import type {DetailsContext, DetailsSpec} from '../panes/spec.ts';

/** Binds the keys of some details to what they show when a key is pressed. */
export const detailsKeymap = <Seen>(
	{title, bindings = []}: DetailsSpec<Seen>,
	{seen, isCurrent, close}: OpenedDetails<Seen>,
	tools: () => PaneTools,
): Keymap | undefined => {
	if (bindings.length === 0) return undefined;
	const held = (): string | undefined => (isCurrent() ? tools().busy : 'what is shown is not current');
	const context = (): DetailsContext<Seen> => {
		const now = tools();
		return {...now, seen: seen(), held: held(), ask: action => now.ask(action, held), back: close};
	};
	return bind(title, bindings, context, tools().host);
};
