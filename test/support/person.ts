import {startPractice, type Practice} from '../../source/demo/practice.ts';
import type {HostConfig} from '../../source/config/config.ts';
import {dialSsh} from '../../source/engine/ssh/dial.ts';
import type {Deed} from '../../source/flow/perform.ts';
import {rememberAges} from '../../source/history/remember-ages.ts';
import {rememberRuns} from '../../source/history/remember-runs.ts';
import {startConsole} from '../../source/start.tsx';
import {createTheme} from '../../source/ui/theme.ts';
import {openTerminal, type FakeTerminal} from './terminal.ts';
import {waitUntil} from './wait.ts';

/** Somebody at the console of the practice server. */
export type Person = AsyncDisposable & {
	readonly practice: Practice;
	readonly terminal: FakeTerminal;
	readonly deeds: readonly Deed[];
	/** Types keys one after the other, as somebody quick does: `press('r')`, `press('tab', 'enter')`. */
	press(...keys: string[]): void;
	/** Waits until the screen shows the text, or matches; the failure prints the screen. */
	sees(what: string | RegExp): Promise<void>;
	/** Waits until the screen no longer shows it. */
	seesNoMore(what: string | RegExp): Promise<void>;
	/** Resolves when the console has been left. */
	readonly left: Promise<void>;
	leave(): Promise<void>;
};

const sequences: Readonly<Record<string, string>> = {
	enter: '\r',
	esc: '\u001B',
	tab: '\t',
	'shift-tab': '\u001B[Z',
	up: '\u001B[A',
	down: '\u001B[B',
	right: '\u001B[C',
	left: '\u001B[D',
	pgup: '\u001B[5~',
	pgdn: '\u001B[6~',
	backspace: '\u007F',
	'ctrl-c': '\u0003',
};

type Options = {
	readonly scenario?: string;
	readonly columns?: number;
	readonly rows?: number;
	readonly ascii?: boolean;
	readonly level?: 0 | 1;
	/** Milliseconds between two signs of life: short, so that a test of old rows need not wait. */
	readonly heartbeat?: number;
	/** Keeps the log of what was done; it is only remembered when left out. */
	audit?(deed: Deed): Promise<void>;
	/** What is configured in another way, of how the practice server would be. */
	readonly host?: Partial<HostConfig> | ((host: HostConfig) => Partial<HostConfig>);
};

/** Opens the console on a practice server of its own. */
export const openConsole = async (options: Options = {}): Promise<Person> => {
	const {scenario = 'morning', columns = 120, rows = 40, ascii = false, level = 0, heartbeat = 1000} = options;
	const practice = await startPractice(scenario, {pace: 0.2, scheduled: false});
	const terminal = openTerminal(columns, rows);
	const deeds: Deed[] = [];
	const quitting = new AbortController();
	const left = startConsole({
		host: {...practice.host, ...(typeof options.host === 'function' ? options.host(practice.host) : options.host)},
		label: practice.target.label,
		practice: true,
		workshop: practice.workshop,
		theme: createTheme({level, ascii}),
		heartbeat,
		warnings: [],
		history: rememberAges(practice.ages),
		runHistory: rememberRuns(practice.runs),
		dial: (asker, signal) => dialSsh(practice.target, asker, signal),
		audit: options.audit ?? (async deed => void deeds.push(deed)),
		directory: practice.directory,
		signal: quitting.signal,
		stdin: terminal.stdin,
		stdout: terminal.stdout,
	});
	const leave = async (): Promise<void> => {
		quitting.abort();
		await left;
	};
	const shows = (what: string | RegExp): boolean =>
		typeof what === 'string' ? terminal.screen().includes(what) : what.test(terminal.screen());
	return {
		practice,
		terminal,
		deeds,
		left,
		leave,
		press(...keys) {
			for (const key of keys) terminal.type(sequences[key] ?? key);
		},
		sees: what =>
			waitUntil(
				() => shows(what),
				() => `never saw ${String(what)} on\n${terminal.screen()}`,
			),
		seesNoMore: what =>
			waitUntil(
				() => !shows(what),
				() => `still saw ${String(what)} on\n${terminal.screen()}`,
			),
		async [Symbol.asyncDispose]() {
			await leave();
			await practice[Symbol.asyncDispose]();
		},
	};
};
