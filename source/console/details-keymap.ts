import type {OpenedDetails} from '../flow/open-views.ts';
import {bind, type Binding, type Keymap} from '../keys/keymap.ts';
import {movingKeys} from '../keys/moving.ts';
import type {PaneTools} from '../panes/pane.ts';
import type {DetailsContext, DetailsSpec} from '../panes/spec.ts';

/** Rows that one turn of a page leaves behind. */
const page = 10;
const far = Number.MAX_SAFE_INTEGER;

/** Binds the keys of some details to what they show when a key is pressed. */
export const detailsKeymap = <Seen>(
	{title, bindings = [], rows}: DetailsSpec<Seen>,
	{seen, chosen, choose, isCurrent, close}: OpenedDetails<Seen>,
	tools: () => PaneTools,
): Keymap | undefined => {
	const choosing: ReadonlyArray<Binding<DetailsContext<Seen>>> =
		rows === undefined
			? []
			: movingKeys(() => ({
					move: choose,
					turn: pages => choose(pages * page),
					toStart: () => choose(-far),
					toEnd: () => choose(far),
				}));
	if (bindings.length + choosing.length === 0) return undefined;
	const held = (): string | undefined => (isCurrent() ? tools().busy : 'what is shown is not current');
	const context = (): DetailsContext<Seen> => {
		const now = tools();
		return {...now, seen: seen(), chosen: chosen(), held: held(), ask: action => now.ask(action, held), back: close};
	};
	return bind(title, [...bindings, ...choosing], context, tools().host);
};
