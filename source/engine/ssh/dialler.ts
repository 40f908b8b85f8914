import type {Asker, Connection} from '../connection.ts';
import {dialSsh} from './dial.ts';
import type {OnDialStep} from './dial-steps.ts';
import type {SshTarget} from './ssh-target.ts';

/** `password for er@web (the last one was refused)` is the same question as the one before it. */
const question = (label: string): string => label.replace(/ \([^)]*\)$/, '');

/** A one-time code is of no use a second time. */
const isLasting = (label: string): boolean => /^(password|passphrase)\b/i.test(label);

/**
 * Dials a host again and again without asking for the same password each time: what has once led to a connection is given again,
 * and asked for anew only when it is refused. It is kept in memory alone.
 */
export const createDialler = (
	target: SshTarget,
): ((asker: Asker, signal: AbortSignal, onStep?: OnDialStep) => Promise<Connection>) => {
	const known = new Map<string, string>();
	return async (asker, signal, onStep) => {
		const given = new Map<string, string>();
		const connection = await dialSsh(
			target,
			{
				trust: async (...about) => asker.trust(...about),
				async secret(label, echo, over) {
					const remembered = given.has(question(label)) ? undefined : known.get(label);
					const secret = remembered ?? (await asker.secret(label, echo, over));
					if (secret !== undefined && isLasting(label)) given.set(question(label), secret);
					return secret;
				},
			},
			signal,
			undefined,
			onStep,
		);
		for (const [label, secret] of given) known.set(label, secret);
		return connection;
	};
};
