import {expect, test} from 'vitest';
import type {Action, Confirm, Outcome} from '../../source/domain/action.ts';
import {ProblemError} from '../../source/domain/problem.ts';
import type {Engine} from '../../source/engine/engine.ts';
import {ask, type Deed} from '../../source/flow/perform.ts';
import {answer} from '../../source/keys/dialog.ts';
import {initialSession, type Session} from '../../source/store/session.ts';
import {createStore} from '../../source/store/store.ts';

const outcomes = async function* (...texts: string[]): AsyncGenerator<Outcome> {
	for (const text of texts) yield {text, tone: 'good'};
};

const action = (
	confirm: Confirm,
	run: Action<Engine>['run'] = () => outcomes('mlflow restarted in 3s'),
): Action<Engine> => ({
	title: 'Restart mlflow',
	command: 'docker compose restart mlflow',
	confirm,
	run,
});

const failing = async function* (): AsyncGenerator<Outcome> {
	yield {text: 'restarting mlflow', tone: 'progress'};
	throw new ProblemError({what: 'Cannot restart mlflow', why: 'Docker does not answer', next: 'look at the host'});
};

const running = async function* (): AsyncGenerator<Outcome> {
	yield {text: 'restarting mlflow', tone: 'progress'};
	yield {text: 'mlflow restarted in 3s', tone: 'good'};
};

const setUp = (audit: (deed: Deed) => Promise<void> = () => Promise.resolve()) => {
	const session = createStore<Session>(initialSession('services'));
	const deeds: Deed[] = [];
	const options = {
		session,
		reach: () => ({engine: {} as Engine, lost: new AbortController().signal}),
		async audit(deed: Deed) {
			deeds.push(deed);
			await audit(deed);
		},
		held: (): string | undefined => undefined,
		signal: new AbortController().signal,
	};
	const press = (...keys: string[]): void => {
		for (const key of keys) {
			const [dialog] = session.get().dialogs;
			if (dialog !== undefined) answer(session, dialog, key);
		}
	};
	return {session, deeds, options, press, flash: () => session.get().flash};
};

test('an action that needs no yes happens at once, is said and written down', async () => {
	const {options, deeds, flash, session} = setUp();
	await ask(action({kind: 'none'}), options);
	expect(flash()).toEqual({text: 'mlflow restarted in 3s', tone: 'good'});
	expect(deeds).toEqual([{command: 'docker compose restart mlflow', outcome: 'mlflow restarted in 3s'}]);
	expect(session.get().acting).toBeUndefined();
});

test('Enter on a question is Cancel', async () => {
	const {options, deeds, press, session} = setUp();
	const asked = ask(action({kind: 'ask', why: 'mlflow is running'}), options);
	expect(session.get().dialogs[0]?.lines).toContain('docker compose restart mlflow');
	press('enter');
	await asked;
	expect(deeds).toEqual([]);
	expect(session.get().dialogs).toEqual([]);
});

test('choosing the other button goes on', async () => {
	const {options, deeds, press} = setUp();
	const asked = ask(action({kind: 'ask', why: 'mlflow is running'}), options);
	press('tab', 'enter');
	await asked;
	expect(deeds).toHaveLength(1);
});

test('a protected service wants its whole name', async () => {
	const {options, deeds, press, session} = setUp();
	const asked = ask(action({kind: 'type', word: 'postgres', why: 'it is protected'}), options);
	press(...'postgre', 'enter');
	expect(session.get().dialogs).toHaveLength(1);
	press('s', 'enter');
	await asked;
	expect(deeds).toHaveLength(1);
});

test('what stopped being true while the question stood is not acted on', async () => {
	const {options, deeds, press, flash} = setUp();
	const asked = ask(action({kind: 'ask', why: 'mlflow is running'}), {
		...options,
		held: () => 'what is shown is not current',
	});
	press('tab', 'enter');
	await asked;
	expect(deeds).toEqual([]);
	expect(flash()).toEqual({text: 'Restart mlflow was not done: what is shown is not current', tone: 'bad'});
});

test('the command stands beside the progress, and the last word stands alone', async () => {
	const {options, session} = setUp();
	const said: Array<string | undefined> = [];
	session.subscribe(() => said.push(session.get().flash?.text));
	await ask(action({kind: 'none'}, running), options);
	expect(said).toContain('restarting mlflow · docker compose restart mlflow');
	expect(said.at(-1)).toBe('mlflow restarted in 3s');
});

test('a failure is one sentence, and is written down as what happened', async () => {
	const {options, deeds, flash} = setUp();
	await ask(action({kind: 'none'}, failing), options);
	expect(flash()).toEqual({text: 'Cannot restart mlflow: Docker does not answer. Look at the host.', tone: 'bad'});
	expect(deeds[0]?.outcome).toContain('Cannot restart mlflow');
});

test('an action that yields nothing is never called done', async () => {
	const {options, deeds} = setUp();
	await ask(
		action({kind: 'none'}, () => outcomes()),
		options,
	);
	expect(deeds[0]?.outcome).toBe('Restart mlflow: nothing was seen to happen');
});

test('an audit log that cannot be written is said', async () => {
	const {options, flash} = setUp(() =>
		Promise.reject(new ProblemError({what: 'Cannot write the audit log', why: 'the disk is full', next: 'make room'})),
	);
	await ask(action({kind: 'none'}), options);
	expect(flash()).toEqual({
		text: 'mlflow restarted in 3s · Cannot write the audit log: the disk is full. Make room.',
		tone: 'bad',
	});
});
