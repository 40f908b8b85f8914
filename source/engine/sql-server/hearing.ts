import {keepFirst} from './driver/first-messages.ts';
import {encryptedBy, encryptionInWords, networkInWords, type Encrypted} from './evidence.ts';
import type {Asked} from './explain/stopped.ts';
import type {Reach} from './reach.ts';
import type {Listener} from './session.ts';
import {userOf, type ServerMessage, type Subject} from './subject.ts';
import type {Walk} from './walk.ts';

/** Keeps the walk in step with a connection that is made, and what was heard on it. */
export const hearing = (walk: Walk, subject: Subject) => {
	let agreed: Encrypted | undefined;
	const messages: ServerMessage[] = [];
	const listener: Listener = {
		reaching(reach) {
			heard.reach = reach;
			heard.answered = false;
			walk.enter('network');
		},
		connected() {
			if (heard.reach !== undefined) walk.passed('network', networkInWords(subject, heard.reach));
			walk.enter('tls');
			if (heard.asked === 'nothing') heard.asked = 'encryption';
		},
		answered() {
			heard.answered = true;
		},
		secured(tls) {
			agreed = encryptedBy(tls);
		},
		loggingIn() {
			heard.asked = 'login';
			if (walk.at() !== 'tls') return;
			walk.passed('tls', encryptionInWords(subject, agreed));
			walk.enter('login');
		},
		loggedIn() {
			// The same is heard after each query.
			if (walk.at() !== 'login') return;
			walk.passed('login', `as ${userOf(subject)}`);
			walk.enter(heard.next);
		},
		said: keepFirst(messages),
	};
	const heard: {
		readonly listener: Listener;
		readonly messages: ServerMessage[];
		reach: Reach | undefined;
		asked: Asked;
		/** Whether SQL Server answered the first word of the connection that was made last. */
		answered: boolean;
		/** What follows when the login is done. */
		next: 'database' | 'procedure';
	} = {listener, messages, reach: undefined, asked: 'nothing', answered: false, next: 'database'};
	return heard;
};
