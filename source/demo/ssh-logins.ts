import {timingSafeEqual} from 'node:crypto';
import ssh2, {type AuthContext, type AuthenticationType, type ParsedKey, type PublicKeyAuthContext} from 'ssh2';

/** Who may log in, and how. One of the three must be there, or nobody can. */
export type Credentials = {
	readonly user: string;
	/** In the format of authorized_keys. */
	readonly publicKeys?: readonly string[];
	readonly password?: string;
	/** Without a question nobody is let in by it. */
	readonly keyboardInteractive?: ReadonlyArray<{
		readonly prompt: string;
		readonly echo: boolean;
		readonly answer: string;
	}>;
	/** Whether a key is only the first half, with the password or the questions as the second. */
	readonly twoSteps?: boolean;
};

const same = (given: string, expected: string): boolean => {
	const [a, b] = [Buffer.from(given), Buffer.from(expected)];
	return a.length === b.length && timingSafeEqual(a, b);
};

const parsed = (key: string): ParsedKey[] => {
	const read = ssh2.utils.parseKey(key);
	return read instanceof Error ? [] : [read];
};

const isAllowed = (context: PublicKeyAuthContext, keys: readonly string[]): boolean =>
	keys
		.flatMap(key => parsed(key))
		.some(key => {
			if (!key.getPublicSSH().equals(context.key.data)) return false;
			// Without a signature the client only asks whether the key would do.
			if (context.signature === undefined || context.blob === undefined) return true;
			// A signature that cannot be read gives an error, which is no yes.
			const verdict: unknown = key.verify(context.blob, context.signature, context.hashAlgo);
			return verdict === true;
		});

const halfDone = new WeakSet<object>();

/** Lets a client in, or tells it what it may still try. */
export const authenticate = (context: AuthContext, credentials: Credentials, connection: object): void => {
	const {user, publicKeys = [], password, keyboardInteractive, twoSteps = false} = credentials;
	const secrets: AuthenticationType[] = [];
	if (keyboardInteractive !== undefined) secrets.push('keyboard-interactive');
	if (password !== undefined) secrets.push('password');
	const keys: AuthenticationType[] = publicKeys.length > 0 ? ['publickey'] : [];
	const isHalfDone = halfDone.has(connection);
	const allowed = twoSteps ? (isHalfDone ? secrets : keys) : [...keys, ...secrets];

	if (context.username !== user || !allowed.includes(context.method)) {
		context.reject(allowed);
		return;
	}

	const decide = (right: boolean) => (right ? context.accept() : context.reject(allowed));
	switch (context.method) {
		case 'publickey':
			if (!isAllowed(context, publicKeys)) {
				context.reject(allowed);
			} else if (twoSteps && context.signature !== undefined) {
				halfDone.add(connection);
				context.reject(secrets, true);
			} else {
				context.accept();
			}

			return;
		case 'password':
			decide(same(context.password, password ?? ''));
			return;
		case 'keyboard-interactive': {
			const questions = keyboardInteractive ?? [];
			if (questions.length === 0) {
				context.reject(allowed);
				return;
			}

			context.prompt(
				questions.map(({prompt, echo}) => ({prompt, echo})),
				answers => decide(questions.every(({answer}, index) => same(answers[index] ?? '', answer))),
			);
			return;
		}
		case 'none':
		case 'hostbased':
			context.reject(allowed);
	}
};
