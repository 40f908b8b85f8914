import type {Filter} from '../domain/log.ts';
import {parseFilter} from '../parse/filter/filter.ts';
import {valueOf, type Given} from './flags.ts';
import {readMoment, type Moment} from './moment.ts';
import {Refusal, shown} from './refusal.ts';

/** What `mlops-tui logs` is asked for. */
export type LogsWanted = {
	/** The name of a log, or `all` for services and jobs merged. */
	readonly source: string;
	readonly errors: boolean;
	readonly grep: Pick<Filter, 'pattern' | 'inverse'> | undefined;
	/** Lines around each hit. */
	readonly context: number;
	readonly since: Moment | undefined;
	readonly until: Moment | undefined;
	readonly follow: boolean;
	/** Whether errors make the exit code 1. */
	readonly failOnError: boolean;
};

/** It is read as the console reads what is typed after `/`. */
const patternOf = (text: string): LogsWanted['grep'] => {
	const filter = parseFilter(text);
	if (filter === undefined || !('problem' in filter)) return filter;
	throw new Refusal(
		`Cannot use ${shown(text)} for --grep`,
		`expected a regular expression (${filter.problem})`,
		String.raw`write \ in front of a sign that is meant as it is`,
	);
};

const linesOf = (text: string): number => {
	const lines = /^\d+$/.test(text) ? Number(text) : Number.NaN;
	if (lines <= 1000) return lines;
	throw new Refusal(
		`Cannot use ${shown(text)} for --context`,
		'expected a number of lines from 0 to 1000',
		'write it as in --context 3',
	);
};

const momentOf = (flag: string, given: string | undefined): Moment | undefined => {
	const text = valueOf(flag, given, '2h');
	return text === undefined ? undefined : readMoment(flag, text);
};

/** Reads the words and options of `mlops-tui logs`. Throws a `Refusal` where they make no sense. */
export const readLogs = (words: readonly string[], given: Given): LogsWanted => {
	const [source, ...more] = words;
	if (source === undefined || source === '')
		throw new Refusal(
			'mlops-tui logs misses a SOURCE',
			'nothing says which log to read',
			'write mlops-tui logs training, or all for services and jobs together',
		);
	if (more.length > 0)
		throw new Refusal(
			`mlops-tui logs does not take ${more.map(word => shown(word)).join(' ')}`,
			'it reads one log, or all',
			'name one, and the host with --host',
		);
	const grep = valueOf('grep', given.grep, 'timeout');
	const context = valueOf('context', given.context, '3');
	if (given.errors && grep !== undefined)
		throw new Refusal(
			'Cannot use --errors and --grep at once',
			'only one of them can say what is looked for',
			'leave one of them out',
		);
	if (context !== undefined && grep === undefined)
		throw new Refusal('Cannot use --context here', 'it goes with --grep', 'write --grep RE --context 3');
	if (given.failOnError && !given.errors)
		throw new Refusal('Cannot use --fail-on-error here', 'it goes with --errors', 'write --errors --fail-on-error');
	if (given.follow && given.until !== undefined)
		throw new Refusal(
			'Cannot use --follow and --until at once',
			'what is followed has no end',
			'leave one of them out',
		);
	return {
		source,
		errors: given.errors,
		grep: grep === undefined ? undefined : patternOf(grep),
		context: context === undefined ? 0 : linesOf(context),
		since: momentOf('since', given.since),
		until: momentOf('until', given.until),
		follow: given.follow,
		failOnError: given.failOnError,
	};
};
