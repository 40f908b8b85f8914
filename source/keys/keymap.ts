import type {Keymap} from '../store/bound-keys.ts';

export type {BoundKey, Keymap} from '../store/bound-keys.ts';

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
	/** Whether it is bound now. Where it is not, the footer and the help leave it out, and the key means what it means further away. */
	when?(context: Context): boolean;
	/** Why it cannot run now, in a few words. */
	blocked?(context: Context): string | undefined;
	run(context: Context): void;
};

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
			applies: () => binding.when?.(context()) ?? true,
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

/** Runs what the key means in the first keymap that knows it now, or says why that cannot be now. */
export const press = (stack: readonly Keymap[], key: string): Pressed => {
	for (const {keys} of stack) {
		const bound = keys.find(candidate => candidate.keys.includes(key) && candidate.applies());
		if (bound === undefined) continue;
		const why = bound.blocked();
		if (why !== undefined) return {kind: 'blocked', label: bound.label, why};
		bound.run();
		return {kind: 'ran'};
	}
	return {kind: 'unbound'};
};

/** What can be reached of each keymap, the nearest first: keys that apply, without those that a nearer keymap takes. */
export const reachable = (stack: readonly Keymap[]): readonly Keymap[] => {
	const taken = new Set<string>();
	return stack.map(({title, keys}) => {
		const applying = keys.filter(bound => bound.applies());
		const left = applying.flatMap(bound => {
			const [first, ...others] = bound.keys.filter(key => !taken.has(key));
			return first === undefined ? [] : [{...bound, keys: [first, ...others] as const}];
		});
		for (const bound of applying) for (const key of bound.keys) taken.add(key);
		return {title, keys: left};
	});
};

/** Keys that a keymap gives two meanings at once; a keymap further up the stack may of course hide one below it. */
export const clashes = ({keys}: Keymap): readonly string[] => {
	const all = keys.filter(bound => bound.applies()).flatMap(bound => bound.keys);
	return [...new Set(all.filter((key, index) => all.indexOf(key) !== index))];
};
