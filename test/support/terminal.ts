import {PassThrough, Writable} from 'node:stream';
import headless, {type Terminal} from '@xterm/headless';

/** A terminal without a window: what is written to it becomes a screen that can be read. */
export type FakeTerminal = {
	readonly stdin: NodeJS.ReadStream;
	readonly stdout: NodeJS.WriteStream;
	/** The cells with their colours. */
	readonly model: Terminal;
	/** Writes keys as a keyboard would send them. */
	type(keys: string): void;
	/** The lines on the screen, right blanks cut off. */
	screen(): string;
	/** Resolves when what was written has been drawn. */
	drawn(): Promise<void>;
	resize(columns: number, rows: number): void;
	/** Bytes written since the start. */
	readonly written: () => string;
};

/** `columns` x `rows` cells. */
export const openTerminal = (columns: number, rows: number): FakeTerminal => {
	// A pseudo terminal would turn line feeds into carriage returns and line feeds; here nobody does.
	const terminal = new headless.Terminal({cols: columns, rows, allowProposedApi: true, convertEol: true});
	let written = '';
	let pending: Promise<void> = Promise.resolve();
	const stdout = Object.assign(
		new Writable({
			decodeStrings: false,
			write(chunk: string | Buffer, _encoding, done) {
				written += String(chunk);
				pending = new Promise(resolve => {
					terminal.write(chunk, () => resolve());
				});
				done();
			},
		}),
		{isTTY: true, columns, rows, getColorDepth: () => 24, hasColors: () => true},
	);
	const stdin = Object.assign(new PassThrough(), {
		isTTY: true,
		isRaw: false,
		setRawMode: () => stdin,
		ref: () => stdin,
		unref: () => stdin,
	});
	return {
		stdin: stdin as unknown as NodeJS.ReadStream,
		stdout: stdout as unknown as NodeJS.WriteStream,
		model: terminal,
		type: keys => void stdin.write(keys),
		screen() {
			const {active} = terminal.buffer;
			return Array.from(
				{length: terminal.rows},
				(_, row) => active.getLine(active.baseY + row)?.translateToString(true) ?? '',
			).join('\n');
		},
		drawn: () => pending,
		resize(width, height) {
			terminal.resize(width, height);
			Object.assign(stdout, {columns: width, rows: height});
			stdout.emit('resize');
		},
		written: () => written,
	};
};
