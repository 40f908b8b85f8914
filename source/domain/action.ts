/** A step of an action as it happens. The last one says what was seen to have happened, not what was asked for. */
export type Outcome = {
	readonly text: string;
	readonly tone: 'progress' | 'good' | 'bad';
};

/** How an action asks first: not at all, with Cancel focused, or by having a name typed. */
export type Confirm =
	| {readonly kind: 'none'}
	| {readonly kind: 'ask'; readonly why: string}
	| {readonly kind: 'type'; readonly word: string; readonly why: string};

/** A change to the server: data until somebody says yes. */
export type Action<World> = {
	readonly title: string;
	/** The equivalent command, as an operator would type it on the host. */
	readonly command: string;
	readonly confirm: Confirm;
	run(world: World, signal: AbortSignal): AsyncIterable<Outcome>;
};
