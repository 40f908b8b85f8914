import type {Searched} from '../domain/log.ts';
import type {Problem} from '../domain/problem.ts';
import type {Edge, FoundError, FoundRow, Log, Mark} from '../engine/log.ts';
import {createErrorSpotter} from '../parse/errors/error-spotter.ts';
import {createSieve} from '../parse/filter/sieve.ts';
import type {LogsWanted} from './logs-arguments.ts';

/** What is found in a log, one after the other. `searched` comes last of what there was; what is followed comes after it. */
export type Entry =
	| {readonly kind: 'row'; readonly found: FoundRow}
	| {readonly kind: 'error'; readonly error: FoundError}
	| {
			readonly kind: 'searched';
			readonly searched: Searched;
			readonly found: number;
			readonly problems: readonly Problem[];
	  };

type Wanted = Pick<LogsWanted, 'errors' | 'grep' | 'context' | 'follow'> & {
	readonly from: Edge;
	readonly to: Edge;
	/** What makes a line an error. */
	readonly pattern: RegExp;
};

const everyLine = {pattern: /^/, inverse: false} as const;

/** Reads a log as `mlops-tui logs` was asked to. Ends when all has been read, or on the signal when it is followed. */
export async function* readLog(log: Log, wanted: Wanted, signal: AbortSignal): AsyncGenerator<Entry> {
	yield* wanted.errors ? readErrors(log, wanted, signal) : readLines(log, wanted, signal);
}

async function* readLines(log: Log, wanted: Wanted, signal: AbortSignal): AsyncGenerator<Entry> {
	const {from, to, context} = wanted;
	const {pattern, inverse} = wanted.grep ?? everyLine;
	let found = 0;
	let end: Mark | undefined;
	for await (const part of log.search({pattern, inverse, context, from, to}, signal)) {
		for (const row of part.rows) yield {kind: 'row', found: row};
		found += part.rows.filter(({hit}) => hit).length;
		end = part.end;
		if (end !== undefined) yield {kind: 'searched', searched: part.searched, found, problems: part.problems};
	}
	if (!wanted.follow || end === undefined) return;
	const sieve = createSieve(wanted.grep, context);
	for await (const {rows} of log.follow(end, signal)) {
		// Without a filter every line is what was asked for.
		for (const row of sieve(rows)) yield {kind: 'row', found: {...row, hit: row.hit || wanted.grep === undefined}};
	}
}

async function* readErrors(log: Log, wanted: Wanted, signal: AbortSignal): AsyncGenerator<Entry> {
	let found = 0;
	let end: Mark | undefined;
	for await (const part of log.findErrors(wanted.from, wanted.to, signal)) {
		for (const error of part.events) yield {kind: 'error', error};
		found += part.events.length;
		end = part.end;
		if (end !== undefined) yield {kind: 'searched', searched: part.searched, found, problems: part.problems};
	}
	if (!wanted.follow || end === undefined) return;
	const complete: FoundError[] = [];
	const spotter = createErrorSpotter({errors: wanted.pattern}, error => complete.push(error));
	for await (const {rows} of log.follow(end, signal)) {
		for (const row of rows) spotter.push(row);
		// Nothing has come for a while: the last error is complete.
		if (rows.length === 0) spotter.end();
		for (const error of complete.splice(0)) yield {kind: 'error', error};
	}
	// One that was being written is not kept to ourselves.
	spotter.end();
	for (const error of complete) yield {kind: 'error', error};
}
