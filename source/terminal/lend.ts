import {ProblemError} from '../domain/problem.ts';
import {leaveKeySignals} from './key-signals.ts';

/** What Ink's `useApp().suspendTerminal` does: gives the terminal back as it was, waits, takes it again and draws everything anew. */
export type Suspend = (use: () => Promise<void>) => Promise<void>;

export type Lending = {
	/** Says how the screen on the terminal is suspended; returns what takes that back when the screen is gone. */
	attach(suspend: Suspend): () => void;
	/** Whether the terminal is another program's now. */
	readonly lent: boolean;
	/**
	 * Lends the terminal for as long as `use` takes, and hands on what it returns or throws. Meanwhile our screen is not drawn and the keyboard not
	 * read. Ctrl-C and Ctrl-\ are the other program's alone; Ctrl-Z stops it and us together, as shells expect, and `fg` goes on. Rejects with a
	 * `ProblemError` when there is no screen, or when it is lent already.
	 */
	lend<Value>(use: () => Promise<Value>): Promise<Value>;
};

type Input = Pick<NodeJS.ReadStream, 'pause'>;
type Output = {write(text: string): unknown};

const turn = (): Promise<void> =>
	new Promise(resolve => {
		setImmediate(resolve);
	});

/**
 * What a program that was killed may have left on: colours, the keypad's and the cursor keys' other codes, the mouse, a paste in brackets.
 * https://invisible-island.net/xterm/ctlseqs/ctlseqs.html
 */
const quiet = '\u001B[0m\u001B[?1l\u001B>\u001B[?1000l\u001B[?1002l\u001B[?1003l\u001B[?1006l\u001B[?2004l\u001B[?7h';

/** Lends the terminal of `stdin` and `stdout`, on which Ink draws, to other programs. */
export const createLending = ({stdin, stdout}: {readonly stdin: Input; readonly stdout: Output}): Lending => {
	let suspend: Suspend | undefined;
	let lent = false;

	const use = async <Value>(borrow: () => Promise<Value>): Promise<Value> => {
		// Ink has stopped listening, but the stream reads on until it is paused, and would take every other key from the program. It can be
		// paused only after it has noticed that nobody listens, a turn later.
		await turn();
		stdin.pause();
		await turn();
		try {
			return await borrow();
		} finally {
			stdout.write(quiet);
		}
	};

	return {
		attach(given) {
			suspend = given;
			return () => {
				if (suspend === given) suspend = undefined;
			};
		},
		get lent() {
			return lent;
		},
		async lend(borrow) {
			if (suspend === undefined || lent) {
				throw new ProblemError({
					what: 'Cannot lend the terminal to another program',
					why: lent ? 'another program has it already' : 'there is no screen on it',
					next: lent ? 'leave that one first' : 'open the console in a terminal',
				});
			}
			lent = true;
			const listenAgain = leaveKeySignals();
			try {
				const result: Array<{readonly value: Awaited<ReturnType<typeof borrow>>}> = [];
				await suspend(async () => {
					result.push({value: await use(borrow)});
				});
				const [first] = result;
				if (first === undefined) throw new TypeError('The terminal was not lent.');
				return first.value;
			} finally {
				listenAgain();
				lent = false;
			}
		},
	};
};
