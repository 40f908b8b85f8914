import {follow, scrolled} from '../store/log-view.ts';
import {scrolledBy} from '../store/scroll.ts';
import {helped, type Session, type View} from '../store/session.ts';
import type {Store} from '../store/store.ts';
import type {Binding} from './keymap.ts';

export type ViewContext = {
	readonly session: Store<Session>;
	readonly view: View;
	/** Lines that fit on the screen. */
	readonly height: number;
	back(): void;
};

const far = Number.MAX_SAFE_INTEGER;

const scroll = ({view}: ViewContext, by: number): void => {
	switch (view.kind) {
		case 'log':
			view.log.update(scrolled(by));
			return;
		case 'details':
			view.scroll.update(scrolledBy(by));
	}
};

/** Reading something that lies on top of the overview. */
export const viewKeys: ReadonlyArray<Binding<ViewContext>> = [
	{keys: ['j', 'down'], label: 'down', quiet: true, run: context => scroll(context, 1)},
	{keys: ['k', 'up'], label: 'up', quiet: true, run: context => scroll(context, -1)},
	{
		keys: ['pgdn', 'ctrl-f', 'space'],
		label: 'page down',
		run: context => scroll(context, Math.max(1, context.height - 1)),
	},
	{keys: ['pgup', 'ctrl-b'], label: 'page up', run: context => scroll(context, -Math.max(1, context.height - 1))},
	{keys: ['g', 'home'], label: 'start', run: context => scroll(context, -far)},
	{keys: ['G', 'end'], label: 'end', run: context => scroll(context, far)},
	{
		keys: ['f'],
		label: 'follow',
		blocked: ({view}) => (view.kind === 'log' ? undefined : 'there is nothing to follow here'),
		run({view}) {
			if (view.kind === 'log') view.log.update(state => follow(!state.following)(state));
		},
	},
	{keys: ['?'], label: 'help', run: ({session}) => session.update(helped(true))},
	{keys: ['esc', 'q'], label: 'back', run: ({back}) => back()},
];
