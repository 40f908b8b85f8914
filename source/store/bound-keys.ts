/** A key that knows what it acts on. Nothing is read before it is pressed, so it never acts on an older screen. */
export type BoundKey = {
	readonly keys: readonly [string, ...string[]];
	readonly label: string;
	readonly short: string;
	readonly quiet: boolean;
	/** Whether it is there at all now: where it is not, the key means what it means further away. */
	applies(): boolean;
	blocked(): string | undefined;
	run(): void;
};

/** The keys of one place. */
export type Keymap = {readonly title: string; readonly keys: readonly BoundKey[]};
