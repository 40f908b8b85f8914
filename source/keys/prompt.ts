import type {AskedLine, Prompt} from '../store/prompt.ts';
import {prompted, type Session} from '../store/session.ts';
import type {Store} from '../store/store.ts';

/** What a line that is typed means. */
export type PromptTools = {
	/** Why it cannot be used as it stands, told while it is typed. */
	check(text: string): string | undefined;
	/** What it may be completed to, whole lines. */
	complete(text: string): readonly string[];
	/** What was entered last, to change it. */
	recall(): string;
	/** Does what it says; or says why not, and it can be typed on. */
	enter(text: string): string | undefined;
};

/** What a line means that was asked for. */
export const askedPrompt = ({text: initial, check, enter}: AskedLine): PromptTools => ({
	check,
	complete: () => [],
	recall: () => initial,
	enter(text) {
		const problem = check(text);
		if (problem === undefined) enter(text);
		return problem;
	},
});

const commonStart = (texts: readonly string[]): string => {
	const [first = ''] = texts;
	let length = first.length;
	for (const text of texts) while (!text.startsWith(first.slice(0, length))) length -= 1;
	return first.slice(0, length);
};

/** A key for the line that is typed. It takes every key: nothing below it can be hit by accident. */
export const typed = (session: Store<Session>, prompt: Prompt, key: string, tools: PromptTools): void => {
	const write = (text: string, choices: readonly string[] = []): void =>
		session.update(prompted({...prompt, text, problem: text === '' ? undefined : tools.check(text), choices}));
	const leave = (): void => session.update(prompted(undefined));
	const {text} = prompt;
	switch (key) {
		case 'enter': {
			leave();
			const problem = tools.enter(text);
			if (problem !== undefined) session.update(prompted({...prompt, problem, choices: []}));
			return;
		}
		case 'esc':
		case 'ctrl-c':
			leave();
			return;
		case 'backspace':
			if (text === '') leave();
			else write([...text].slice(0, -1).join(''));
			return;
		case 'ctrl-u':
			write('');
			return;
		case 'ctrl-w':
			write(text.replace(/\S*\s*$/, ''));
			return;
		case 'up':
			write(tools.recall());
			return;
		case 'tab': {
			const choices = tools.complete(text);
			if (choices.length > 0) write(commonStart(choices), choices.length > 1 ? choices : []);
			return;
		}
		case 'space':
			write(`${text} `);
			return;
		default:
			if ([...key].length === 1) write(text + key);
	}
};

/** Pasted text goes to the end of the line as it is, but for its line ends. */
export const pastedInto = (session: Store<Session>, prompt: Prompt, pasted: string, tools: PromptTools): void => {
	const text = prompt.text + pasted.replaceAll(/[\r\n]/g, '');
	session.update(prompted({...prompt, text, problem: tools.check(text), choices: []}));
};
