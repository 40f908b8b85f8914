/** One key, its words and its effect: the handler, the footer, the help and `docs/keys.md` all read this one value. */
export type Binding<Context> = {
	/** Names as `ui/chord.ts` gives them: `j`, `G`, `enter`, `ctrl-z`. The first is the one that is shown. */
	readonly keys: readonly [string, ...string[]];
	readonly label: string;
	/** What the footer says, where room is short. */
	readonly short?: string;
	/** It changes something on the server: not bound at all when read-only. */
	readonly danger?: true;
	/** Left out of the footer, where room is short; the help still lists it. */
	readonly quiet?: true;
	/** Why it cannot run now, in a few words. */
	blocked?(context: Context): string | undefined;
	run(context: Context): void;
};

/** A binding that knows its context. Nothing is read before the key is pressed, so it never acts on an older screen. */
export type BoundKey = {
	readonly keys: readonly [string, ...string[]];
	readonly label: string;
	readonly short: string;
	readonly quiet: boolean;
	blocked(): string | undefined;
	run(): void;
};

export type Keymap = {readonly title: string; readonly keys: readonly BoundKey[]};

/** Binds keys to the context they will act on. In read-only mode the dangerous ones do not exist. */
export const bind = <Context>(
	title: string,
	bindings: ReadonlyArray<Binding<Context>>,
	context: () => Context,
	{readonly}: {readonly readonly: boolean},
): Keymap => ({
	title,
	keys: bindings
		.filter(({danger}) => !(readonly && danger))
		.map(binding => ({
			keys: binding.keys,
			label: binding.label,
			short: binding.short ?? binding.label,
			quiet: binding.quiet ?? false,
			blocked: () => binding.blocked?.(context()),
			run() {
				binding.run(context());
			},
		})),
});

export type Pressed =
	| {readonly kind: 'ran'}
	| {readonly kind: 'blocked'; readonly label: string; readonly why: string}
	| {readonly kind: 'unbound'};

/** Runs what the key means in the first keymap that knows it, or says why that cannot be now. */
export const press = (stack: readonly Keymap[], key: string): Pressed => {
	for (const {keys} of stack) {
		const bound = keys.find(candidate => candidate.keys.includes(key));
		if (bound === undefined) continue;
		const why = bound.blocked();
		if (why !== undefined) return {kind: 'blocked', label: bound.label, why};
		bound.run();
		return {kind: 'ran'};
	}
	return {kind: 'unbound'};
};

/** Keys that a keymap gives two meanings; a keymap further up the stack may of course hide one below it. */
export const clashes = ({keys}: Keymap): readonly string[] => {
	const all = keys.flatMap(bound => bound.keys);
	return [...new Set(all.filter((key, index) => all.indexOf(key) !== index))];
};
