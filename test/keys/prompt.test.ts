import {expect, test} from 'vitest';
import {commandPrompt, commandsFor, type CommandContext} from '../../source/keys/commands.ts';
import {filterPrompt} from '../../source/keys/log-filter.ts';
import {askedPrompt, pastedInto, typed, type PromptTools} from '../../source/keys/prompt.ts';
import {createLogStore} from '../../source/store/log/screen.ts';
import {unread} from '../../source/store/log/state.ts';
import {askingFor, emptyPrompt, type Prompt} from '../../source/store/prompt.ts';
import {initialSession, prompted} from '../../source/store/session.ts';
import {createStore} from '../../source/store/store.ts';

const open = (kind: Prompt['kind'], tools: PromptTools) => {
	const session = createStore(initialSession('services'));
	session.update(prompted(emptyPrompt(kind)));
	return {
		prompt: () => session.get().prompt,
		session,
		type(...keys: readonly string[]): void {
			for (const key of keys) {
				const {prompt} = session.get();
				if (prompt !== undefined) typed(session, prompt, key, tools);
			}
		},
	};
};

const source = {kind: 'file', key: 'training', name: 'training', path: 'training.log'} as const;

const openFilter = () => {
	const log = createLogStore(unread([source], 'end', () => 1));
	return {log, ...open('filter', filterPrompt(log))};
};

const openCommand = () => {
	const said: string[] = [];
	const context = (): CommandContext => ({
		session: prompt.session,
		panes,
		logNames: () => ['training', 'prediction', 'training run'],
		openLogs: name => said.push(`logs ${name}`),
		closeViews: () => said.push('closed'),
		quit: () => said.push('quit'),
	});
	const panes = [
		{id: 'services', name: 'Services'},
		{id: 'jobs', name: 'Jobs'},
	];
	const prompt = open('command', commandPrompt(commandsFor(panes), context));
	return {said, ...prompt};
};

test('a filter is applied by Enter, and left alone by Esc', () => {
	const {log, type, prompt} = openFilter();
	type('a', 'b', 'backspace', 'space', 'c');
	expect(prompt()).toMatchObject({text: 'a c', problem: undefined});
	expect(log.get().filter).toBeUndefined();
	type('enter');
	expect(prompt()).toBeUndefined();
	expect(log.get().filter?.text).toBe('a c');
});

test('a bad pattern is said while it is typed, and Enter changes nothing', () => {
	const {log, type, prompt} = openFilter();
	type('a', '(');
	expect(prompt()).toMatchObject({text: 'a(', problem: 'unterminated group'});
	type('enter');
	expect(prompt()).toMatchObject({text: 'a(', problem: 'unterminated group'});
	expect(log.get().filter).toBeUndefined();
	type('x', ')');
	expect(prompt()?.problem).toBeUndefined();
	type('esc');
	expect(prompt()).toBeUndefined();
	expect(log.get().filter).toBeUndefined();
});

test('the filter that is set is called up to be changed, and an empty one takes it away', () => {
	const {log, type, session, prompt} = openFilter();
	type('o', 'l', 'd', 'enter');
	session.update(prompted(emptyPrompt('filter')));
	type('up', 'e', 'r');
	expect(prompt()?.text).toBe('older');
	type('ctrl-u', 'enter');
	expect(log.get().filter).toBeUndefined();
});

test('backspace in an empty line leaves it, and what is pasted is one line', () => {
	const {type, prompt, session} = openFilter();
	const before = prompt();
	if (before !== undefined) pastedInto(session, before, 'two\nlines', filterPrompt(openFilter().log));
	expect(prompt()?.text).toBe('twolines');
	type('ctrl-w', 'backspace');
	expect(prompt()).toBeUndefined();
});

test('Tab completes commands and the names of logs, as far as they are one', () => {
	const {type, prompt} = openCommand();
	type('l', 'tab');
	expect(prompt()?.text).toBe('logs ');
	type('t', 'tab');
	expect(prompt()).toMatchObject({text: 'logs training', choices: ['logs training', 'logs training run']});
	type('ctrl-u', 'x', 'tab');
	expect(prompt()).toMatchObject({text: 'x', choices: []});
});

test('a command is run by Enter, with what stands behind it', () => {
	const {type, prompt, said, session} = openCommand();
	type(...'logs training run', 'enter');
	expect(said).toEqual(['logs training run']);
	expect(prompt()).toBeUndefined();
	session.update(prompted(emptyPrompt('command')));
	type(...'jobs', 'enter');
	expect(session.get().focus).toBe('jobs');
	expect(said).toEqual(['logs training run', 'closed']);
});

test('a wrong word says which there are, and one that lacks something what', () => {
	const {type, prompt, said} = openCommand();
	type(...'job', 'enter');
	expect(prompt()).toMatchObject({
		text: 'job',
		problem: 'there is no :job, did you mean :jobs; there are :services :jobs :logs :help :q',
	});
	type('ctrl-u', ...'logs', 'enter');
	expect(prompt()?.problem).toBe(':logs takes the name of a log, or all');
	expect(said).toEqual([]);
});

test('a line that was asked for begins with what there is, says what is wrong with it, and is told when it can be used', () => {
	const entered: string[] = [];
	const line = {
		label: 'parameters',
		hint: '',
		does: 'run',
		text: 'a',
		check: (text: string) => (text.includes('!') ? 'no !' : undefined),
		enter: (text: string) => void entered.push(text),
	};
	const session = createStore(initialSession('data'));
	session.update(prompted(askingFor(line)));
	const type = (...keys: readonly string[]): void => {
		for (const key of keys) {
			const {prompt} = session.get();
			if (prompt !== undefined) typed(session, prompt, key, askedPrompt(line));
		}
	};
	type('!', 'enter');
	expect(session.get().prompt).toMatchObject({text: 'a!', problem: 'no !'});
	type('up');
	expect(session.get().prompt).toMatchObject({text: 'a', problem: undefined});
	type('b', 'enter');
	expect(session.get().prompt).toBeUndefined();
	type('esc');
	expect(entered).toEqual(['ab']);
});
