/** A line that somebody types in the footer's place: what to filter a log by (`/`), or a command (`:`). */
export type Prompt = {
	readonly kind: 'filter' | 'command';
	/** Without the `/` or `:` in front. What is typed goes to its end. */
	readonly text: string;
	/** Why it cannot be used as it stands, in a few words: a bad pattern turns red while it is typed. */
	readonly problem: string | undefined;
	/** What Tab completes it to, or several to choose from; empty when there is nothing. */
	readonly choices: readonly string[];
};

export const emptyPrompt = (kind: Prompt['kind'], text = ''): Prompt => ({kind, text, problem: undefined, choices: []});
