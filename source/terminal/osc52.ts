import type {Environment} from './environment.ts';

/**
 * Bytes of text that a terminal takes into its clipboard: 100,000 signs for the whole sequence, as hterm's own tool has it, which others follow.
 * https://chromium.googlesource.com/apps/libapps/+/HEAD/hterm/etc/osc52.sh
 */
export const longestCopy = 74_994;

const esc = '\u001B';

// It takes strings of up to 768 bytes and hands them on as they are, so that one sequence may arrive in several.
const screenChunk = 256;

const inScreen = (sequence: string): string =>
	(sequence.match(new RegExp(`[^]{1,${screenChunk}}`, 'g')) ?? []).map(chunk => `${esc}P${chunk}${esc}\\`).join('');

// Every escape in it is written twice: https://github.com/tmux/tmux/wiki/FAQ#what-is-the-passthrough-escape-sequence-and-how-do-i-use-it
const inTmux = (sequence: string): string => `${esc}Ptmux;${sequence.replaceAll(esc, esc + esc)}${esc}\\`;

/**
 * What puts a text into the clipboard of the terminal, however far away that is (OSC 52). tmux takes the plain sequence where `set-clipboard` is on
 * and hands the wrapped one to its own terminal where `allow-passthrough` is; either is enough. GNU screen only hands on. Both set
 * `TERM=screen` in older versions, so what each ignores is sent, too, where nothing else tells them apart.
 */
export const osc52 = (text: string, {TMUX: tmux, STY: screen, TERM: term = ''}: Environment): string => {
	const sequence = `${esc}]52;c;${Buffer.from(text).toString('base64')}\u0007`;
	if (tmux !== undefined || term.startsWith('tmux')) return sequence + inTmux(sequence);
	if (screen !== undefined) return inScreen(sequence);
	return term.startsWith('screen') ? sequence + inScreen(sequence) : sequence;
};
