import {emptyPrompt} from '../store/prompt.ts';
import {scrolledBy, type Scroll} from '../store/scroll.ts';
import {helped, prompted, type Session} from '../store/session.ts';
import type {Store} from '../store/store.ts';
import type {Binding} from './keymap.ts';
import {movingKeys, type Movable} from './moving.ts';

export type ViewContext = {
	readonly session: Store<Session>;
	readonly scroll: Store<Scroll>;
	/** Lines that fit on the screen. */
	readonly height: number;
	back(): void;
};

const far = Number.MAX_SAFE_INTEGER;

const movable = ({scroll, height}: ViewContext): Movable => ({
	move: by => scroll.update(scrolledBy(by)),
	turn: screens => scroll.update(scrolledBy(screens * Math.max(1, height - 1))),
	toStart: () => scroll.update(scrolledBy(-far)),
	toEnd: () => scroll.update(scrolledBy(far)),
});

/** Everywhere but in a dialog. */
export const commandLineKey: Binding<{readonly session: Store<Session>}> = {
	keys: [':'],
	label: 'command',
	quiet: true,
	run: ({session}) => session.update(prompted(emptyPrompt('command'))),
};

/** Reading details that lie on top of the overview. */
export const viewKeys: ReadonlyArray<Binding<ViewContext>> = [
	...movingKeys(movable),
	commandLineKey,
	{keys: ['?'], label: 'help', run: ({session}) => session.update(helped(true))},
	{keys: ['esc', 'q'], label: 'back', run: ({back}) => back()},
];
