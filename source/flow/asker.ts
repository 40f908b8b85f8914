import type {Asker} from '../engine/connection.ts';
import {asked, settledDialog, type Dialog, type Session} from '../store/session.ts';
import type {Store} from '../store/store.ts';

/** Puts a question on the screen; an aborted one is taken off again and counts as declined. */
const put = (
	session: Store<Session>,
	dialog: Omit<Dialog, 'settle'>,
	signal: AbortSignal,
): Promise<string | undefined> =>
	new Promise(resolve => {
		if (signal.aborted) {
			resolve(undefined);
			return;
		}
		const settle = (answer: string | undefined): void => {
			signal.removeEventListener('abort', withdrawn);
			resolve(answer);
		};
		function withdrawn(): void {
			session.update(settledDialog(settle));
			resolve(undefined);
		}
		signal.addEventListener('abort', withdrawn, {once: true});
		session.update(asked({...dialog, settle}));
	});

/** Asks on the screen what only a person can answer while a connection is made. */
export const screenAsker = (session: Store<Session>): Asker => ({
	secret: (label, echo, signal) =>
		put(
			session,
			{
				title: 'Login',
				lines: [],
				field: {kind: 'text', label, echo, typed: '', expected: undefined},
			},
			signal,
		),
	trust: async (host, keyType, fingerprint, signal) =>
		(await put(
			session,
			{
				title: `Trust the key of ${host}?`,
				lines: [
					`This machine has never seen ${host}. Compare its key with one you got another way:`,
					`${keyType} ${fingerprint}`,
					'If you accept, it is written to known_hosts and not asked about again.',
				],
				field: {kind: 'choice', yes: 'Trust it', focused: 'cancel'},
			},
			signal,
		)) !== undefined,
});
