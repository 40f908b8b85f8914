import {edited, settledDialog, type Dialog, type Session} from '../store/session.ts';
import type {Store} from '../store/store.ts';

const settle = (session: Store<Session>, dialog: Dialog, answer: string | undefined): void => {
	session.update(settledDialog(dialog.settle));
	dialog.settle(answer);
};

type Choice = Extract<Dialog['field'], {readonly kind: 'choice'}>;

/** The answer beside another one, with the first after the last. */
const beside = ({focused, also}: Choice, by: 1 | -1): Choice['focused'] => {
	const answers = ['cancel', 'yes', ...(also === undefined ? [] : ['also' as const])] as const;
	return answers.at((answers.indexOf(focused) + by) % answers.length) ?? 'cancel';
};

const choose = (session: Store<Session>, dialog: Dialog, key: string, {focused}: Choice): void => {
	const move = (by: 1 | -1): void =>
		session.update(edited(field => (field.kind === 'choice' ? {...field, focused: beside(field, by)} : field)));
	switch (key) {
		case 'left':
		case 'shift-tab':
		case 'h':
			move(-1);
			return;
		case 'right':
		case 'tab':
		case 'l':
			move(1);
			return;
		case 'enter':
			settle(session, dialog, focused === 'cancel' ? undefined : focused);
			return;
		case 'y':
			settle(session, dialog, 'yes');
			return;
		case 'n':
		case 'q':
		case 'esc':
		case 'ctrl-c':
			settle(session, dialog, undefined);
	}
};

const type = (
	session: Store<Session>,
	dialog: Dialog,
	key: string,
	typed: string,
	expected: string | undefined,
): void => {
	const write = (text: string): void =>
		session.update(edited(field => (field.kind === 'text' ? {...field, typed: text} : field)));
	switch (key) {
		case 'enter':
			if (expected === undefined || typed === expected) settle(session, dialog, typed);
			return;
		case 'esc':
		case 'ctrl-c':
			settle(session, dialog, undefined);
			return;
		case 'backspace':
			write([...typed].slice(0, -1).join(''));
			return;
		case 'ctrl-u':
			write('');
			return;
		default:
			if (key === 'space') write(`${typed} `);
			else if ([...key].length === 1) write(typed + key);
	}
};

/** Pasted text goes into the field as it is, but for its line ends. */
export const pasted = (text: string): ((session: Session) => Session) =>
	edited(field => (field.kind === 'text' ? {...field, typed: field.typed + text.replaceAll(/[\r\n]/g, '')} : field));

/** A key for the dialog on the screen. A dialog takes every key: nothing below it can be hit by accident. */
export const answer = (session: Store<Session>, dialog: Dialog, key: string): void => {
	const {field} = dialog;
	switch (field.kind) {
		case 'choice':
			choose(session, dialog, key, field);
			return;
		case 'text':
			type(session, dialog, key, field.typed, field.expected);
	}
};
