import type {AgePoint} from '../domain/data/age-history.ts';
import type {Problem} from '../domain/problem.ts';
import type {Status} from '../domain/status.ts';
import type {Tone} from '../domain/tone.ts';
import type {Keymap} from './bound-keys.ts';
import type {LogState} from './log/state.ts';
import type {Prompt} from './prompt.ts';
import type {Scroll} from './scroll.ts';
import type {Readable, Store} from './store.ts';

/** A column of a list, in terminal cells: never narrower than `min` while it is shown; the one that yields most goes first, 0 never. */
export type ListColumn = {
	readonly title: string;
	readonly min: number;
	readonly yields: number;
	readonly align?: 'right';
};

/** A cell of a list; `bar` is drawn in its text's place, from 0 to 1 for none of the column to all of it. */
export type ListCell = {readonly text: string; readonly tone?: Tone; readonly bar?: number};

/** How something in a table stands; what goes on is neither good nor bad yet. */
export type Mark = Status | 'under way';

/** A part of the details of something: a small table of texts, rows to choose from, lines to be read as they are, or a chart. */
export type Section = {readonly heading: string} & (
	| {
			readonly kind: 'table';
			readonly rows: ReadonlyArray<Readonly<Record<string, string>>>;
			/**
			 * Whether the last text of a row goes on in the next line where it is too long; cut when left out. With `if it fits` it is cut only where
			 * what is `needed` would not be on the screen otherwise, and stands in full below that then.
			 */
			wraps?(row: Readonly<Record<string, string>>): boolean | 'if it fits';
			/** Rows that say how they stand: the sign for it goes before the text of `column`. */
			readonly marks?: {
				readonly column: string;
				of(row: Readonly<Record<string, string>>): Mark | undefined;
			};
	  }
	| {
			readonly kind: 'list';
			readonly columns: readonly ListColumn[];
			readonly rows: ReadonlyArray<{readonly key: string; readonly cells: readonly ListCell[]}>;
			/** The key of the row that is chosen. */
			readonly chosen: string | undefined;
	  }
	| {
			readonly kind: 'text';
			readonly lines: readonly string[];
			/** Nobody should have to look for it. */
			readonly needed?: true;
			/** It was so, and may be so no longer. */
			readonly past?: true;
	  }
	/** Ages up to now, with the limit they should stay under, in milliseconds. */
	| {readonly kind: 'ages'; readonly ages: readonly AgePoint[]; readonly limit: number; readonly now: Date}
);

/** What the details of something look like now. */
export type Details = {
	readonly status: 'waiting' | 'live' | 'broken';
	readonly sections: readonly Section[];
	readonly problem: Problem | undefined;
};

/** Stands before the end of a view: while it holds, whoever wants to close the view is asked. */
export type Guard = {holds(): boolean; ask(close: () => void): void};

/** A screen on top of the overview. `close` ends what feeds it. */
export type View =
	| {
			readonly kind: 'log';
			readonly title: string;
			readonly log: Store<LogState>;
			/** What is asked before it is closed, for a log of what goes on meanwhile. */
			readonly guard: Guard | undefined;
			/** Aborts when it is closed: what was begun for it is not wanted any more. */
			readonly left: AbortSignal;
			close(): void;
	  }
	| {
			readonly kind: 'details';
			readonly title: string;
			readonly details: Readable<Details>;
			readonly scroll: Store<Scroll>;
			/** Keys of its own, nearer than those to move about and to leave. */
			readonly keymap: Keymap | undefined;
			close(): void;
	  };

/** Something only the person can answer. `settle` is called once, with undefined when they decline. */
export type Dialog = {
	readonly title: string;
	readonly lines: readonly string[];
	readonly field:
		| {
				readonly kind: 'choice';
				/** The answers there are beside Cancel, by what they say: `yes`, and `also` where there is another one. */
				readonly yes: string;
				readonly also?: string;
				readonly focused: 'cancel' | 'yes' | 'also';
		  }
		| {
				readonly kind: 'text';
				readonly label: string;
				readonly echo: boolean;
				readonly typed: string;
				/** The one answer that is accepted, when there is only one. */
				readonly expected: string | undefined;
		  };
	settle(answer: string | undefined): void;
};

/** Something that is said below all else; a `note` is neither good nor bad. */
export type Flash = {
	readonly text: string;
	readonly tone: 'progress' | 'good' | 'warning' | 'bad' | 'unknown' | 'note';
};

/** Where the person is: what has the focus, what lies on top, what is being asked. */
export type Session = {
	/** Id of the pane with the focus. */
	readonly focus: string;
	/** Whether that pane is the whole screen. */
	readonly zoomed: boolean;
	readonly views: readonly View[];
	readonly help: boolean;
	/** What is typed in the footer's place; undefined when nothing is. It takes every key but those of a dialog. */
	readonly prompt: Prompt | undefined;
	/** The first one is on the screen, the others wait. */
	readonly dialogs: readonly Dialog[];
	readonly flash: Flash | undefined;
	/** The action that is going on, by its title: one at a time. */
	readonly acting: string | undefined;
};

export const initialSession = (focus: string): Session => ({
	focus,
	zoomed: false,
	views: [],
	help: false,
	prompt: undefined,
	dialogs: [],
	flash: undefined,
	acting: undefined,
});

type Update = (session: Session) => Session;

export const focused =
	(focus: string): Update =>
	session => ({...session, focus});

export const zoomed =
	(on: boolean): Update =>
	session => ({...session, zoomed: on});

export const opened =
	(view: View): Update =>
	session => ({...session, views: [...session.views, view]});

export const closedTop: Update = session => ({...session, views: session.views.slice(0, -1)});

export const closedAll: Update = session => ({...session, views: []});

export const helped =
	(help: boolean): Update =>
	session => ({...session, help});

export const prompted =
	(prompt: Prompt | undefined): Update =>
	session => ({...session, prompt});

export const asked =
	(dialog: Dialog): Update =>
	session => ({...session, dialogs: [...session.dialogs, dialog]});

/** The dialog with this way to settle is over, wherever it stands in the queue. */
export const settledDialog =
	(settle: Dialog['settle']): Update =>
	session => ({...session, dialogs: session.dialogs.filter(dialog => dialog.settle !== settle)});

/** Changes the field of the dialog on the screen. */
export const edited =
	(change: (field: Dialog['field']) => Dialog['field']): Update =>
	session => {
		const [first, ...rest] = session.dialogs;
		return first === undefined ? session : {...session, dialogs: [{...first, field: change(first.field)}, ...rest]};
	};

export const flashed =
	(flash: Flash | undefined): Update =>
	session => ({...session, flash});

export const began =
	(title: string): Update =>
	session => ({...session, acting: title});

export const ended: Update = session => ({...session, acting: undefined});
