/** A line of text that something else asks for: what it is, and what becomes of it. */
export type AskedLine = {
	/** Stands before the text: `parameters`. */
	readonly label: string;
	/** What it should look like, said beside it. */
	readonly hint: string;
	/** What Enter does, in a word: `run`. */
	readonly does: string;
	/** What it begins with, to be changed. */
	readonly text: string;
	/** Why it cannot be used as it stands, told while it is typed. */
	check(text: string): string | undefined;
	/** Is told the text once it can be used. */
	enter(text: string): void;
};

/** A line that somebody types in the footer's place: what to filter a log by (`/`), a command (`:`), or what was asked for. */
export type Prompt = {
	readonly kind: 'filter' | 'command' | AskedLine;
	/** Without the `/` or `:` in front. What is typed goes to its end. */
	readonly text: string;
	/** Why it cannot be used as it stands, in a few words: a bad pattern turns red while it is typed. */
	readonly problem: string | undefined;
	/** What Tab completes it to, or several to choose from; empty when there is nothing. */
	readonly choices: readonly string[];
};

export const emptyPrompt = (kind: Prompt['kind'], text = ''): Prompt => ({kind, text, problem: undefined, choices: []});

/** The prompt that asks for a line, with what it begins with. */
export const askingFor = (line: AskedLine): Prompt => emptyPrompt(line, line.text);
