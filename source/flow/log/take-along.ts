import {printable} from '../../domain/printable.ts';
import {inOneSentence, problemIn} from '../../domain/problem.ts';
import type {LogRow} from '../../domain/log.ts';
import type {LogState} from '../../store/log/state.ts';
import type {Flash} from '../../store/session.ts';
import type {Readable} from '../../store/store.ts';
import type {Server} from '../keep-connected.ts';
import {eventAt} from './event-at.ts';
import {hostNowOf, sinceWhen} from './range.ts';
import {wholeRange} from './whole-range.ts';

/** What this person's own machine does with a text. Each resolves to what is said about it, and rejects with a `ProblemError`. */
export type Hands = {
	copy(text: string): Promise<string>;
	/** Writes it to a file that is named after the log. */
	save(chunks: AsyncIterable<string>, log: string, signal: AbortSignal): Promise<string | undefined>;
	/** Shows it in the pager until that is left. */
	page(chunks: AsyncIterable<string>, signal: AbortSignal): Promise<string | undefined>;
};

type Options = {
	readonly log: Readable<LogState>;
	readonly server: Pick<Server, 'reach'>;
	readonly hands: Hands;
	readonly errors: RegExp;
	now(): Date;
	say(flash: Flash): void;
	readonly signal: AbortSignal;
};

/** One line as it may be handed on: what would command a terminal is shown instead. Of several logs the name stands in front. */
const textOf = (row: LogRow, isMerged: boolean): string => {
	const text = row.kind === 'line' ? row.line.text : `-- ${row.words} --`;
	return `${isMerged ? `${row.source.name} ` : ''}${printable(text)}\n`;
};

/** What a view's range holds, as text. */
async function* chunksOf(
	{log, server, now}: Pick<Options, 'log' | 'server' | 'now'>,
	signal: AbortSignal,
): AsyncGenerator<string> {
	const reach = server.reach.get();
	if (reach === undefined) return;
	const over = AbortSignal.any([signal, reach.lost]);
	const view = log.get();
	const since = await sinceWhen(view.range, {hostNow: hostNowOf(reach.engine, now)}, over);
	for await (const rows of wholeRange(reach.engine.logs.log(view.sources), view, since, over))
		yield rows.map(row => textOf(row, view.sources.length > 1)).join('');
	// Streams end quietly with their connection; half a log must not pass for a whole one.
	if (!signal.aborted) reach.lost.throwIfAborted();
}

/** What somebody can take along of a log: its event under the cursor, or all of its range. */
export const createTaker = (options: Options) => {
	const {log, server, hands, errors, say, signal} = options;
	const tell = async (doing: Promise<string | undefined>): Promise<void> => {
		try {
			const words = await doing;
			if (words !== undefined) say({text: words, tone: 'good'});
		} catch (error) {
			if (!signal.aborted) say({text: inOneSentence(problemIn(error)), tone: 'bad'});
		}
	};
	const isConnected = (): boolean => {
		if (server.reach.get() === undefined) say({text: 'The log cannot be read: there is no connection', tone: 'bad'});
		return server.reach.get() !== undefined;
	};
	return {
		copy(): void {
			const text = eventAt(log.get(), errors);
			if (text !== undefined) void tell(hands.copy(text.split('\n').map(printable).join('\n')));
		},
		save(): void {
			if (!isConnected()) return;
			say({text: 'Saving', tone: 'progress'});
			const name = log.get().sources.length > 1 ? 'all' : log.get().sources[0].name;
			void tell(hands.save(chunksOf(options, signal), name, signal));
		},
		page(): void {
			if (isConnected()) void tell(hands.page(chunksOf(options, signal), signal));
		},
	};
};
