import type {Binding} from './keymap.ts';

/** Something with lines that somebody moves about in. */
export type Movable = {
	/** So many lines down, or up when negative. */
	move(by: number): void;
	turn(screens: 1 | -1): void;
	toStart(): void;
	toEnd(): void;
};

/** Moving about in what lies on top of the overview. */
export const movingKeys = <Context>(movable: (context: Context) => Movable): ReadonlyArray<Binding<Context>> => [
	{keys: ['j', 'down'], label: 'down', quiet: true, run: context => movable(context).move(1)},
	{keys: ['k', 'up'], label: 'up', quiet: true, run: context => movable(context).move(-1)},
	{keys: ['pgdn', 'ctrl-f', 'space'], label: 'page down', quiet: true, run: context => movable(context).turn(1)},
	{keys: ['pgup', 'ctrl-b'], label: 'page up', quiet: true, run: context => movable(context).turn(-1)},
	{keys: ['g', 'home'], label: 'start', quiet: true, run: context => movable(context).toStart()},
	{keys: ['G', 'end'], label: 'end', quiet: true, run: context => movable(context).toEnd()},
];
