import type {Action, Outcome} from '../domain/action.ts';
import {inOneSentence, problemIn} from '../domain/problem.ts';
import type {Engine} from '../engine/engine.ts';
import {asked, began, ended, flashed, type Session} from '../store/session.ts';
import type {Store} from '../store/store.ts';
import type {Reach} from './keep-connected.ts';

/** An action as the audit log keeps it. */
export type Deed = {readonly command: string; readonly outcome: string};

type Options = {
	readonly session: Store<Session>;
	reach(): Reach | undefined;
	/** Writes it where it can be read later. Rejects when that fails, which is said. */
	audit(deed: Deed): Promise<void>;
	/** Why nothing may be changed now; asked again once somebody has said yes. */
	held(): string | undefined;
	readonly signal: AbortSignal;
};

/** Performs an action and says each outcome as it is seen. The last is what happened, and goes into the audit log. */
const perform = async (action: Action<Engine>, {session, reach, audit, signal}: Options): Promise<void> => {
	const say = ({text, tone}: Outcome): void => session.update(flashed({text, tone}));
	const reached = reach();
	if (reached === undefined) {
		say({text: `${action.title}: there is no connection`, tone: 'bad'});
		return;
	}
	session.update(began(action.title));
	say({text: `${action.title}: ${action.command}`, tone: 'progress'});
	let last: Outcome = {text: `${action.title}: nothing was seen to happen`, tone: 'bad'};
	try {
		for await (const outcome of action.run(reached.engine, AbortSignal.any([signal, reached.lost]))) {
			last = outcome;
			// The command stays beside what is seen until the end: a workshop learns it from here.
			say(outcome.tone === 'progress' ? {...outcome, text: `${outcome.text} · ${action.command}`} : outcome);
		}
	} catch (error) {
		last = {text: inOneSentence(problemIn(error)), tone: 'bad'};
		say(last);
	} finally {
		session.update(ended);
	}
	try {
		await audit({command: action.command, outcome: last.text});
	} catch (error) {
		say({text: `${last.text} · ${inOneSentence(problemIn(error))}`, tone: 'bad'});
	}
};

/** Asks first where the action wants to be asked about, then performs it. */
export const ask = async (action: Action<Engine>, options: Options): Promise<void> => {
	const {confirm} = action;
	if (confirm.kind === 'none') {
		await perform(action, options);
		return;
	}
	const answer = await new Promise<string | undefined>(settle => {
		options.session.update(
			asked({
				title: `${action.title}?`,
				lines: [confirm.why, action.command],
				field:
					confirm.kind === 'ask'
						? {kind: 'choice', yes: action.title, focused: 'cancel'}
						: {kind: 'text', label: `Type ${confirm.word} to go on`, echo: true, typed: '', expected: confirm.word},
				settle,
			}),
		);
	});
	if (answer === undefined) return;
	const why = options.held();
	if (why === undefined) await perform(action, options);
	else options.session.update(flashed({text: `${action.title} was not done: ${why}`, tone: 'bad'}));
};
