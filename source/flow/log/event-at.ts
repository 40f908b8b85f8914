import type {LineRow} from '../../domain/log.ts';
import {createFolder} from '../../parse/tracebacks.ts';
import type {LogState} from '../../store/log/state.ts';
import {lineAtCursor} from '../../store/log/wishes.ts';

/** Rows on either side of the cursor that are looked at: a recursion error has a thousand frames. */
const reach = 1200;

/** The error that the line of the cursor belongs to, all lines of it; else that line. Undefined where there is none. */
export const eventAt = (state: Pick<LogState, 'rows' | 'cursor'>, errors: RegExp): string | undefined => {
	const {rows, cursor} = state;
	const own = lineAtCursor(state);
	if (own === undefined) return undefined;
	const lines = rows
		.slice(Math.max(0, cursor - reach), cursor + reach)
		.flatMap(({row}): readonly LineRow[] => (row.kind === 'line' && row.source.key === own.source.key ? [row] : []));
	const place = lines.indexOf(own);
	let found: string | undefined;
	const folder = createFolder<{readonly text: string; readonly index: number}>(
		text => errors.test(text),
		({line, details}) => {
			if (line.index <= place && place <= line.index + details.length) found = [line.text, ...details].join('\n');
		},
	);
	for (const [index, {line}] of lines.entries()) folder.push({text: line.text, index});
	folder.end();
	return found ?? own.line.text;
};
