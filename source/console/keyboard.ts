import {answer, pasted} from '../keys/dialog.ts';
import {press, type Keymap} from '../keys/keymap.ts';
import {pastedInto, typed, type PromptTools} from '../keys/prompt.ts';
import type {Prompt} from '../store/prompt.ts';
import {flashed, type Flash, type Session} from '../store/session.ts';
import type {Store} from '../store/store.ts';

type Options = {
	readonly session: Store<Session>;
	keymaps(): readonly Keymap[];
	prompts(kind: Prompt['kind']): PromptTools;
	say(flash: Flash): void;
	quit(): void;
};

/** Hands a key to whatever takes it: a dialog, the line that is typed, or what the keys mean here. */
export const createKeyboard = ({session, keymaps, prompts, say, quit}: Options) => ({
	press(chord: string): void {
		const {prompt, dialogs} = session.get();
		const [dialog] = dialogs;
		if (dialog !== undefined) {
			answer(session, dialog, chord);
			return;
		}
		if (prompt !== undefined) {
			typed(session, prompt, chord, prompts(prompt.kind));
			return;
		}
		// What was said last has been read; what an action says stays until it has said it all.
		if (session.get().acting === undefined) session.update(flashed(undefined));
		const pressed = press(keymaps(), chord);
		if (pressed.kind === 'unbound' && chord === 'ctrl-c') quit();
		if (pressed.kind === 'blocked') say({text: `No ${pressed.label}: ${pressed.why}`, tone: 'bad'});
	},
	paste(text: string): void {
		const {prompt, dialogs} = session.get();
		const [dialog] = dialogs;
		// Pasted text is never taken for keys: one pasted word could restart a server.
		if (dialog?.field.kind === 'text') session.update(pasted(text));
		else if (dialog === undefined && prompt !== undefined) pastedInto(session, prompt, text, prompts(prompt.kind));
	},
});
