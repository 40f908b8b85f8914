import {printable} from '../../domain/printable.ts';
import {inOneSentence, problemIn} from '../../domain/problem.ts';
import type {LogState} from '../../store/log/state.ts';
import type {Flash} from '../../store/session.ts';
import type {Readable} from '../../store/store.ts';
import type {Server} from '../keep-connected.ts';
import type {UnderWay} from '../under-way.ts';
import {eventAt} from './event-at.ts';
import {rangeText} from './range-text.ts';

/** What this person's own machine does with a text. Each resolves to what is said about it, and rejects with a `ProblemError`. */
export type Hands = {
	/** `what` is what the text is called. */
	copy(text: string, what: string): Promise<string>;
	/** Writes it to a file that is named after the log; nothing is saved when `signal` aborts. */
	save(chunks: AsyncIterable<string>, log: string, signal: AbortSignal): Promise<string>;
	/** Shows it in the pager until that is left. */
	page(chunks: AsyncIterable<string>, signal: AbortSignal): Promise<string | undefined>;
};

type Options = {
	readonly server: Pick<Server, 'reach'>;
	readonly hands: Hands;
	readonly errors: RegExp;
	readonly underWay: UnderWay;
	now(): Date;
	say(flash: Flash): void;
	readonly signal: AbortSignal;
};

/** What somebody can take along of a log. One is saved at a time. */
export type Taker = {
	/** Hands the event under the cursor to the clipboard. */
	copy(log: Readable<LogState>): void;
	/** Writes all of its range to a file, or what the filter finds there. */
	save(log: Readable<LogState>): void;
	/** Shows the same in the pager. */
	page(log: Readable<LogState>): void;
	isSaving(): boolean;
	stopSaving(): void;
};

export const createTaker = ({server, hands, errors, underWay, now, say, signal}: Options): Taker => {
	let saving: AbortController | undefined;
	/** Does it, and says how that went. */
	const tell = (doing: () => Promise<Flash | undefined>): void => {
		const telling = async (): Promise<void> => {
			try {
				const flash = await doing();
				if (flash !== undefined) say(flash);
			} catch (error) {
				if (!signal.aborted) say({text: inOneSentence(problemIn(error)), tone: 'bad'});
			}
		};
		underWay.add(telling());
	};
	const isConnected = (): boolean => {
		if (server.reach.get() === undefined) say({text: 'The log cannot be read: there is no connection', tone: 'bad'});
		return server.reach.get() !== undefined;
	};

	const copy = async (log: Readable<LogState>): Promise<Flash | undefined> => {
		const reached = server.reach.get();
		const over = reached === undefined ? signal : AbortSignal.any([signal, reached.lost]);
		const text = await eventAt(log.get(), errors, reached?.engine, over);
		if (text === undefined) return undefined;
		const lines = text.split('\n').map(printable);
		const what = lines.length === 1 ? 'Line' : `${lines.length} lines`;
		return {text: await hands.copy(lines.join('\n'), what), tone: 'good'};
	};
	const save = async (log: Readable<LogState>): Promise<Flash> => {
		const stopping = new AbortController();
		saving = stopping;
		const view = log.get();
		const over = AbortSignal.any([signal, stopping.signal]);
		try {
			const {chunks, problems} = rangeText(view, {server, now}, over);
			const said = await hands.save(chunks, view.sources.length > 1 ? 'all' : view.sources[0].name, over);
			const [missing] = problems();
			if (over.aborted || missing === undefined) return {text: said, tone: over.aborted ? 'bad' : 'good'};
			return {text: `${said}, but not all of it: ${missing}`, tone: 'bad'};
		} finally {
			saving = undefined;
		}
	};
	return {
		copy: log => tell(() => copy(log)),
		save(log) {
			if (saving !== undefined || !isConnected()) return;
			say({text: 'Saving, Esc stops', tone: 'progress'});
			tell(() => save(log));
		},
		page(log) {
			if (!isConnected()) return;
			tell(async () => {
				const said = await hands.page(rangeText(log.get(), {server, now}, signal).chunks, signal);
				return said === undefined ? undefined : {text: said, tone: 'good'};
			});
		},
		isSaving: () => saving !== undefined,
		stopSaving: () => saving?.abort(),
	};
};
