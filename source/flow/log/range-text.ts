import {printable} from '../../domain/printable.ts';
import {onClock} from '../../domain/time/clock-face.ts';
import {ruleInWords} from '../../domain/rule-words.ts';
import {inOneSentence, type Problem} from '../../domain/problem.ts';
import type {LogRow} from '../../domain/log.ts';
import {isSifted, type LogState} from '../../store/log/state.ts';
import type {Server} from '../keep-connected.ts';
import {hostNowOf, sinceWhen} from './range.ts';
import {wholeRange} from './whole-range.ts';

export type RangeText = {
	readonly chunks: AsyncIterable<string>;
	/** What could not be searched, in sentences, as far as the chunks have been taken. */
	problems(): readonly string[];
};

const note = (words: string): string => `-- ${printable(words)} --\n`;

/** One line as it may be handed on: what would command a terminal is shown instead. Of several logs the name stands in front. */
const textOf = (row: LogRow, isMerged: boolean, tell: (at: Date) => string): string => {
	if (row.kind === 'rule') return note(`${isMerged ? `${row.source.name} ` : ''}${ruleInWords(row, tell)}`);
	return `${printable(isMerged ? `${row.source.name} ${row.line.text}` : row.line.text)}\n`;
};

/**
 * What a view's range holds, as text. It says itself what it is not: what it was filtered by, where lines were left out around hits (as grep does), and
 * what could not be searched.
 */
export const rangeText = (
	view: LogState,
	{server, now}: {readonly server: Pick<Server, 'reach'>; now(): Date},
	signal: AbortSignal,
): RangeText => {
	const isMerged = view.sources.length > 1;
	let problems: readonly Problem[] = [];
	const sentences = (): readonly string[] => [...new Set(problems.map(inOneSentence))];
	const chunks = async function* () {
		const reach = server.reach.get();
		if (reach === undefined) return;
		const over = AbortSignal.any([signal, reach.lost]);
		const since = await sinceWhen(view.range, {hostNow: hostNowOf(reach.engine, now)}, over);
		// How long ago something was is true for a moment only.
		const clock = view.times === 'server' || view.times === 'utc' ? view.times : 'local';
		const host = clock === 'server' ? await reach.engine.clock(over) : undefined;
		const tell = (at: Date): string => onClock(at, clock, host).time;
		if (isSifted(view)) yield note(`only what the filter ${view.filter?.text} finds`);
		let isFirst = true;
		for await (const part of wholeRange(reach.engine.logs.log(view.sources), view, since, over)) {
			({problems} = part);
			let text = '';
			for (const {row, apart} of part.rows) {
				if (apart && !isFirst && view.context !== 0) text += '--\n';
				isFirst = false;
				text += textOf(row, isMerged, tell);
			}
			yield text;
		}
		// Streams end quietly with their connection; half a log must not pass for a whole one.
		if (!signal.aborted) reach.lost.throwIfAborted();
		for (const sentence of sentences()) yield note(`not all of it: ${sentence}`);
	};
	return {chunks: chunks(), problems: sentences};
};
