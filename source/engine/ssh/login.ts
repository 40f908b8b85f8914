import type {AnyAuthMethod, AuthHandlerMiddleware, KeyboardInteractiveCallback, Prompt} from 'ssh2';
import {ProblemError, RefusedError} from '../../domain/problem.ts';
import {printable} from '../../domain/printable.ts';
import type {Asker} from '../connection.ts';
import {loginRefused} from './explain.ts';
import type {LoginHistory} from './login-history.ts';
import {gatherIdentities, Keyring} from './keyring.ts';
import type {SshTarget} from './ssh-target.ts';

export type Login = {readonly next: AuthHandlerMiddleware; readonly history: LoginHistory};

/** As often as `ssh` asks. */
const attempts = 3;

/**
 * Logs in as `ssh` does: keys, then what the server asks, then a password. `fail` ends the attempt when a person declines or
 * something unexpected happens.
 */
export const createLogin = (
	target: SshTarget,
	asker: Asker,
	signal: AbortSignal,
	fail: (error: unknown) => void,
): Login => {
	const {user: username, host} = target;
	const account = `${username}@${host}`;
	const tried: string[] = [];
	const troubles: string[] = [];
	const history = {tried, troubles, accepted: [] as string[], used: 'no password'};
	let keysOffered = false;
	let asksAgain = false;
	let questions = {rounds: 0, answered: 0};
	let passwords = 0;

	const ask = async (label: string, echo: boolean): Promise<string> => {
		const secret = await asker.secret(label, echo, signal);
		if (secret === undefined) {
			throw new RefusedError({
				what: `Not logged in to ${target.label}`,
				why: 'the login was given up',
				next: 'connect again when you have the password at hand, or set up a key with `ssh-copy-id`',
			});
		}

		return secret;
	};

	const prompt = (
		_name: string,
		_instructions: string,
		_language: string,
		prompts: Prompt[],
		finish: KeyboardInteractiveCallback,
	) => {
		questions.answered++;
		void (async () => {
			const answers: string[] = [];
			for (const question of prompts) {
				const text = printable(question.prompt.trim().replace(/:$/, ''));
				answers.push(
					await ask(`${text} for ${account}${questions.answered > 1 ? ' (again)' : ''}`, question.echo ?? false),
				);
			}

			return answers;
		})().then(finish, fail);
	};

	const choose = async (offered: readonly string[]): Promise<AnyAuthMethod> => {
		if (offered.includes('publickey') && !keysOffered) {
			keysOffered = true;
			const identities = await gatherIdentities(target, asker, signal, sentence => troubles.push(sentence));
			if (identities.length > 0) {
				tried.push(...identities.map(({name}) => name));
				asksAgain = true;
				const agent = new Keyring(
					identities,
					({name}) => (history.used = name),
					({name}, error) =>
						troubles.push(error instanceof ProblemError ? error.problem.why : `${name} could not sign`),
				);
				return {type: 'agent', username, agent};
			}
		}

		const isUseless = questions.rounds > questions.answered; // The server had nothing to ask.
		if (offered.includes('keyboard-interactive') && !isUseless && questions.rounds < attempts) {
			questions.rounds++;
			history.used = 'the answers to its questions';
			if (questions.rounds === 1) tried.push('the questions of the server');
			return {type: 'keyboard-interactive', username, prompt};
		}

		if (offered.includes('password') && questions.answered === 0 && passwords < attempts) {
			passwords++;
			history.used = 'a password';
			if (passwords === 1) tried.push('password');
			const password = await ask(`password for ${account}${passwords > 1 ? ' (the last one was refused)' : ''}`, false);
			return {type: 'password', username, password};
		}

		if (asksAgain) {
			// After the keys of an agent ssh2 keeps to itself what the server said: that they were only the first half, perhaps.
			asksAgain = false;
			return {type: 'none', username};
		}

		throw new RefusedError(loginRefused(target, history));
	};

	const next: AuthHandlerMiddleware = (left, partial, done) => {
		// The types leave out that nothing is known at first.
		const offered: readonly string[] | null = left;
		if (offered === null) {
			done({type: 'none', username});
			return;
		}

		history.accepted = [...offered];
		if (partial) questions = {rounds: 0, answered: 0};
		void (async () => {
			try {
				const method = await choose(offered);
				if (!signal.aborted) done(method);
			} catch (error) {
				fail(error);
			}
		})();
	};

	return {next, history};
};
