import {focused, helped, zoomed, type Session} from '../store/session.ts';
import type {Store} from '../store/store.ts';
import type {Binding} from './keymap.ts';
import {commandLineKey} from './views.ts';

/** A pane as far as moving about needs to know it. */
type Mover = {
	readonly id: string;
	readonly name: string;
	move(by: number): void;
	readonly cursor: {get(): {readonly height: number}};
};

export type OverviewContext = {
	readonly session: Store<Session>;
	readonly panes: readonly [Mover, ...Mover[]];
	retryNow(): void;
	quit(): void;
};

const current = ({session, panes}: OverviewContext): Mover =>
	panes.find(({id}) => id === session.get().focus) ?? panes[0];

const focus = ({session, panes}: OverviewContext, by: number): void => {
	const index = panes.findIndex(({id}) => id === session.get().focus);
	session.update(focused((panes[(index + by + panes.length) % panes.length] ?? panes[0]).id));
};

const far = Number.MAX_SAFE_INTEGER;

/** Moving within a pane and between panes, for as many panes as there are. */
export const overviewKeys = (panes: OverviewContext['panes']): ReadonlyArray<Binding<OverviewContext>> => [
	{keys: ['j', 'down'], label: 'down', quiet: true, run: context => current(context).move(1)},
	{keys: ['k', 'up'], label: 'up', quiet: true, run: context => current(context).move(-1)},
	{keys: ['g', 'home'], label: 'first', quiet: true, run: context => current(context).move(-far)},
	{keys: ['G', 'end'], label: 'last', quiet: true, run: context => current(context).move(far)},
	{
		keys: ['pgdn', 'ctrl-f'],
		label: 'page down',
		quiet: true,
		run: context => current(context).move(Math.max(1, current(context).cursor.get().height - 1)),
	},
	{
		keys: ['pgup', 'ctrl-b'],
		label: 'page up',
		quiet: true,
		run: context => current(context).move(-Math.max(1, current(context).cursor.get().height - 1)),
	},
	{keys: ['tab'], label: 'next pane', run: context => focus(context, 1)},
	{keys: ['shift-tab'], label: 'previous pane', quiet: true, run: context => focus(context, -1)},
	...panes.map(({id, name}, index): Binding<OverviewContext> => ({
		keys: [String(index + 1)],
		label: name,
		quiet: true,
		run: ({session}) => session.update(focused(id)),
	})),
	{keys: ['z'], label: 'whole screen', run: ({session}) => session.update(state => zoomed(!state.zoomed)(state))},
	{
		keys: ['esc'],
		label: 'back to the overview',
		quiet: true,
		run: ({session}) => session.update(zoomed(false)),
	},
	commandLineKey,
	{keys: ['?'], label: 'help', run: ({session}) => session.update(helped(true))},
	{keys: ['ctrl-r'], label: 'connect now', quiet: true, run: ({retryNow}) => retryNow()},
	{
		keys: ['q'],
		label: 'quit',
		run: context => (context.session.get().zoomed ? context.session.update(zoomed(false)) : context.quit()),
	},
];
