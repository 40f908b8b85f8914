import {everyLog, logsNamed} from '../domain/log-names.ts';
import {printable, printableJson} from '../domain/printable.ts';
import {inOneSentence, ProblemError} from '../domain/problem.ts';
import {fullTime, plural} from '../domain/words.ts';
import type {Engine} from '../engine/engine.ts';
import {firstOf} from '../streams/first.ts';
import type {Errand} from './errand.ts';
import {createLinesOf, valueOf} from './log-lines.ts';
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

/** From when until when, by the host's clock; undefined where nothing was said. */
type Range = {readonly since: Date | undefined; readonly until: Date | undefined};

const rangeOf = async (
	{since, until}: LogsWanted,
	engine: Engine,
	now: () => Date,
	signal: AbortSignal,
): Promise<Range> => {
	if (since === undefined && until === undefined) return {since, until};
	const clock = await engine.clock(signal);
	const when = (moment: Moment | undefined): Date | undefined => moment && momentAt(moment, clock, now());
	const range = {since: when(since), until: when(until)};
	if (range.since !== undefined && range.until !== undefined && range.since >= range.until)
		throw new ProblemError({
			what: 'Nothing can have been written then',
			why: `--since is ${fullTime(range.since)}, and --until is ${fullTime(range.until)}, which is not later`,
			next: 'put the earlier one behind --since: 2h is earlier than 1h',
		});
	return range;
};

const rangeInWords = ({since, until}: Range): string =>
	[since && `since ${fullTime(since)}`, until && `until ${fullTime(until)}`]
		.map(words => (words === undefined ? '' : `, ${words}`))
		.join('');

/** `3 errors`, `1 line without /x/`; undefined when every line is wanted. */
const counted = ({errors, grep}: LogsWanted, found: number): string | undefined => {
	if (errors) return plural(found, 'error');
	return grep && `${plural(found, 'line')} ${grep.inverse ? 'without' : 'with'} /${grep.pattern.source}/`;
};

/** The log that is meant; where it is not known, what could not be looked at is said as well, since it may be there. */
const find = async (name: string, engine: Engine, say: How['say'], signal: AbortSignal) => {
	const {rows, problems} = await firstOf(engine.logs.watchSources, signal);
	try {
		return logsNamed(name, rows);
	} catch (error) {
		for (const problem of problems) say(printable(inOneSentence(problem)));
		throw error;
	}
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
		const sources = await find(wanted.source, engine, say, signal);
		const range = await rangeOf(wanted, engine, now, signal);
		const linesOf = createLinesOf({
			name: wanted.source === everyLog ? sources.map(({name}) => name).join(', ') : wanted.source,
			named: sources.length > 1,
			colour,
			parted: wanted.context > 0,
			counted: found => counted(wanted, found),
			range: rangeInWords(range),
		});
		const reading = readLog(
			engine.logs.log(sources),
			{
				...wanted,
				from: range.since === undefined ? 'start' : {time: range.since},
				to: range.until === undefined ? 'end' : {time: range.until},
				pattern: host.errors,
			},
			signal,
		);
		let [hasErrors, isWhole] = [false, true];
		for await (const entry of reading) {
			if (entry.kind === 'error') hasErrors = true;
			if (entry.kind === 'searched' && entry.problems.length > 0) isWhole = false;
			if (json) {
				print(printableJson(valueOf(entry)));
				continue;
			}
			const said = linesOf(entry);
			said.say.forEach(say);
			said.print.forEach(print);
		}
		if (!errand.signal.aborted) connection.lost.throwIfAborted();
		if (!wanted.failOnError) return exitCodes.ok;
		if (hasErrors) return exitCodes.errors;
		return isWhole ? exitCodes.ok : exitCodes.unknown;
	} finally {
		connection.close();
	}
};
