import {everyLog} from '../domain/log-names.ts';
import {closest} from '../domain/closest.ts';
import {focused, helped, zoomed, type Session} from '../store/session.ts';
import type {Store} from '../store/store.ts';
import type {PromptTools} from './prompt.ts';

/** What a command may use. */
export type CommandContext = {
	readonly session: Store<Session>;
	readonly panes: ReadonlyArray<{readonly id: string; readonly name: string}>;
	/** Names of the logs that are known so far. */
	logNames(): readonly string[];
	/** Opens the log of this name, or says why not. */
	openLogs(name: string): void;
	/** Closes all that lies on top of the overview. */
	closeViews(): void;
	quit(): void;
};

/** A word after `:`. */
export type Command = {
	readonly name: string;
	/** What it does, for the help. */
	readonly label: string;
	/** What comes behind it, and what there is to choose from. */
	readonly takes?: {
		readonly what: string;
		choices(context: CommandContext): readonly string[];
		/** It may also come alone. */
		readonly optional?: true;
	};
	run(context: CommandContext, argument: string): void;
};

/** Every command, for as many panes as there are. */
export const commandsFor = (panes: CommandContext['panes']): readonly Command[] => [
	...panes.map(({id, name}): Command => ({
		name: id,
		label: name,
		run({session, closeViews}) {
			closeViews();
			session.update(state => zoomed(false)(focused(id)(state)));
		},
	})),
	{
		name: 'logs',
		label: 'open a log by its name',
		takes: {what: 'the name of a log, or all', choices: ({logNames}) => [everyLog, ...logNames()]},
		run: ({openLogs}, name) => openLogs(name),
	},
	{name: 'help', label: 'help', run: ({session}) => session.update(helped(true))},
	{name: 'q', label: 'quit', run: ({quit}) => quit()},
];

const split = (text: string): {readonly word: string; readonly argument: string | undefined} => {
	const [, word = '', rest] = /^\s*(\S*)(\s.*)?$/.exec(text) ?? [];
	return {word, argument: rest?.trim()};
};

const inWords = (commands: readonly Command[]): string => commands.map(({name}) => `:${name}`).join(' ');

/** What is typed after `:`. */
export const commandPrompt = (commands: readonly Command[], context: () => CommandContext): PromptTools => ({
	check: () => undefined,
	complete(text) {
		const {word, argument} = split(text);
		if (argument === undefined)
			return commands
				.filter(({name}) => name.startsWith(word))
				.map(({name, takes}) => (takes === undefined ? name : `${name} `));
		const takes = commands.find(({name}) => name === word)?.takes;
		return (takes?.choices(context()) ?? [])
			.filter(choice => choice.startsWith(argument))
			.map(choice => `${word} ${choice}`);
	},
	recall: () => '',
	enter(text) {
		const {word, argument = ''} = split(text);
		if (word === '') return undefined;
		const command = commands.find(({name}) => name === word);
		if (command === undefined) {
			const like = closest(
				word,
				commands.map(({name}) => name),
			);
			return `there is no :${word}${like === undefined ? '' : `, did you mean :${like}`}; there are ${inWords(commands)}`;
		}
		if (command.takes !== undefined && command.takes.optional !== true && argument === '')
			return `:${command.name} takes ${command.takes.what}`;
		command.run(context(), argument);
		return undefined;
	},
});
