import {logsNamed} from '../domain/log-names.ts';
import {printableJson} from '../domain/printable.ts';
import type {Engine} from '../engine/engine.ts';
import type {Edge} from '../engine/log.ts';
import {firstOf} from '../streams/first.ts';
import type {Errand} from './errand.ts';
import {linesOf, valueOf} from './log-lines.ts';
import type {LogsWanted} from './logs-arguments.ts';
import {readLog} from './logs.ts';
import {momentAt, type Moment} from './moment.ts';

type How = {
	readonly json: boolean;
	readonly colour: boolean;
	/** Says what is not a line of the log. */
	say(text: string): void;
};

const exitCodes = {ok: 0, errors: 1, unknown: 3} as const;

/** The range between two moments by the host's clock. */
const rangeOf = async (
	{since, until}: LogsWanted,
	engine: Engine,
	now: () => Date,
	signal: AbortSignal,
): Promise<{readonly from: Edge; readonly to: Edge}> => {
	if (since === undefined && until === undefined) return {from: 'start', to: 'end'};
	const clock = await engine.clock(signal);
	const edge = (moment: Moment): Edge => ({time: momentAt(moment, clock, now())});
	return {from: since === undefined ? 'start' : edge(since), to: until === undefined ? 'end' : edge(until)};
};

/**
 * `mlops-tui logs`: prints a log, or what is looked for in it. Resolves to the exit code: 0, or with `failOnError` 1 when there are errors and 3
 * when not everything could be searched and none was found. Rejects with a `ProblemError` where the log cannot be read.
 */
export const runLogs = async (wanted: LogsWanted, errand: Errand, {json, colour, say}: How): Promise<number> => {
	const {host, asker, print, now} = errand;
	const {connection, engine} = await errand.reach(asker, errand.signal);
	const signal = AbortSignal.any([errand.signal, connection.lost]);
	try {
		const {rows} = await firstOf(engine.logs.watchSources, signal);
		const sources = logsNamed(wanted.source, rows);
		const range = await rangeOf(wanted, engine, now, signal);
		let code: number = exitCodes.ok;
		for await (const entry of readLog(engine.logs.log(sources), {...wanted, ...range, pattern: host.errors}, signal)) {
			if (entry.kind === 'searched' && wanted.failOnError) {
				if (entry.found > 0) code = exitCodes.errors;
				else if (entry.problems.length > 0) code = exitCodes.unknown;
			}
			if (json) {
				print(printableJson(valueOf(entry)));
				continue;
			}
			const said = linesOf(entry, {named: sources.length > 1, colour});
			said.say.forEach(say);
			said.print.forEach(print);
		}
		if (!errand.signal.aborted) connection.lost.throwIfAborted();
		return code;
	} finally {
		connection.close();
	}
};
