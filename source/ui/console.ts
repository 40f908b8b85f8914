import type {DockerFacts, Link} from '../domain/host.ts';
import type {HostClock} from '../domain/time/host-clock.ts';
import type {SqlTrust} from '../domain/data/sql-trust.ts';
import type {Keymap} from '../keys/keymap.ts';
import type {Pane} from '../panes/pane.ts';
import type {Session} from '../store/session.ts';
import type {Readable} from '../store/store.ts';
import type {Theme} from './theme.ts';

/** All that the screen is drawn from. The drawing reads it and presses keys, and changes nothing else. */
export type Console = {
	/** The name of the host in the config, and how its connection calls it. */
	readonly hostName: string;
	readonly label: string;
	readonly readonly: boolean;
	/** Said in the header so that nobody mistakes the practice server for a real one. */
	readonly practice: boolean;
	/** What is broken there on purpose, by its name. */
	broken(): string | undefined;
	/** What of the way to SQL Server is trusted by the config's word alone, said in the header. */
	readonly sqlTrust: readonly SqlTrust[];
	/** What makes a log line an error. */
	readonly errors: RegExp;
	readonly theme: Theme;
	readonly session: Readable<Session>;
	readonly link: Readable<Link>;
	/** Undefined until Docker has answered on the connection that is up. */
	readonly docker: Readable<DockerFacts | undefined>;
	/** Undefined until the host on the connection that is up has told its time. */
	readonly hostClock: Readable<HostClock | undefined>;
	readonly panes: readonly [Pane, ...Pane[]];
	/** Ticks every second. */
	readonly clock: Readable<Date>;
	/** What the keys mean now, the nearest first. */
	keymaps(): readonly Keymap[];
	/** What they mean under the help, which is what the help is about. */
	helped(): readonly Keymap[];
	press(chord: string): void;
	paste(text: string): void;
	/** Tells how many lines of a view on top of the overview fit. */
	viewResized(height: number): void;
};
