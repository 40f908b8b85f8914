import {helped, type Session} from '../store/session.ts';
import type {Store} from '../store/store.ts';
import {reachable, type Binding, type Keymap} from './keymap.ts';

/** One key of the help: what to press, what it does, and why it cannot now. */
export type HelpRow = {readonly keys: string; readonly label: string; readonly blocked: string | undefined};
export type HelpPart = {readonly title: string; readonly rows: readonly HelpRow[]};

/** The keys that work here, the nearest first; a key that a nearer keymap takes is not shown again. */
export const helpFor = (stack: readonly Keymap[]): readonly HelpPart[] =>
	reachable(stack).map(({title, keys}) => ({
		title,
		rows: keys.map(({keys: own, label, blocked}) => ({keys: own.join(' '), label, blocked: blocked()})),
	}));

/** Leaving the help. */
export const helpKeys: ReadonlyArray<Binding<{readonly session: Store<Session>}>> = [
	{keys: ['esc', 'q', '?', 'enter'], label: 'close the help', run: ({session}) => session.update(helped(false))},
];
