import {fieldsOf, withoutColour, withoutTime, type Fields} from './log-lines.ts';

export type Level = 'debug' | 'info' | 'warning' | 'error' | 'critical';

/** How formats spell each level; the numbers are pino's: https://github.com/pinojs/pino/blob/main/docs/api.md#loggerlevels-object */
const spellings: Readonly<Record<Level, string>> = {
	debug: 'trace debug dbug debug1 debug2 debug3 10 20',
	info: 'info information notice log detail hint statement 30',
	warning: 'warn warning wrn wrng 40',
	error: 'error err eror fail 50',
	critical: 'critical crit fatal panic emerg alert 60',
};
const levels: ReadonlyMap<string, Level> = new Map(
	(['debug', 'info', 'warning', 'error', 'critical'] as const).flatMap(level =>
		spellings[level].split(' ').map(word => [word, level] as const),
	),
);
const words = [...levels.keys()].flatMap(word => (/^\d+$/.test(word) ? [] : [word, word.toUpperCase()])).join('|');

// What a format may put between the time and the level: [brackets], {file.py:12}, `name -`, `name |`, `name:`, then one bare word.
const head = new RegExp(
	String.raw`^((?:\s|\[[^\]]{0,80}\]|\{[^}]{0,80}\}|\([^)]{0,80}\)|\w[\w.$@/-]{0,79}(?: - | \| |:(?=\s|[A-Z]+:))|[|:-])*?(?:\w[\w.$@/-]{0,79}\s+)?)[[<]?\b(${words})\b\s*[\]>]?\s*(?=[\s:|([{-]|\d|$)`,
);

/** Where a plain line states its level, and what comes after it. */
const split = (text: string): {readonly level: Level; readonly rest: string} | undefined => {
	const line = withoutTime(text);
	const found = head.exec(line.slice(0, 300));
	const word = found?.[2] ?? '';
	const level = levels.get(word.toLowerCase());
	if (found === null || level === undefined) return undefined;
	// A small word at the head is a level only where the format marks it as one: `fail: Name[0]`, `[error    ]`.
	const marked = word === word.toUpperCase() || /[[<]/.test(found[0]) || line.charAt(found[0].length) === ':';
	return marked ? {level, rest: line.slice(found[0].length)} : undefined;
};

const first = (fields: Fields, names: readonly string[]): string | undefined =>
	names.map(name => fields[name]).find(value => value !== undefined && value !== '');

/** The level a line states where its format has one. Undefined when it states none, or when it cannot be told from the message. */
export const levelOf = (text: string): Level | undefined => {
	const fields = fieldsOf(text);
	if (fields === undefined) return split(withoutColour(text))?.level;
	const named = first(fields, ['level', 'levelname', 'log.level', 'lvl', 'severity', 'Level', 'LogLevel', '@l']);
	return named === undefined ? undefined : levels.get(named.toLowerCase());
};

// `er_forecast.prediction - `, `pkg.module: `, `[mlflow] `, `[27] `, `1 --- [main] c.e.Class : `. A name alone before a
// colon stays, since it may be part of the message, and so does an exception's.
const loggers = [
	/^\d+ --- \[[^\]]*\]\s*[\w.$]+\s*:\s*/,
	/^\[[\w.$ :#@/-]{1,60}\]\s+(?=\S)/,
	/^\([\w.$ :#@/-]{1,60}\)\s+(?=\S)/,
	/^[\w.$:<>-]{1,120} - /,
	/^(?![\w.$]*(?:Error|Exception|Warning):)[a-z_][\w$]*(?:\.[\w$]+)+:\s+/,
];

/** What a line says, without its time, level and logger name; of a JSON or logfmt line its message and its error. */
export const messageOf = (text: string): string => {
	const fields = fieldsOf(text);
	if (fields !== undefined) return messageIn(fields) ?? text.trim();
	const line = withoutColour(text);
	const found = split(line);
	let message = (found?.rest ?? withoutTime(line)).replace(/^[\s:|\]-]+/, '');
	if (found !== undefined && /^[A-Z]+:[\w.]+:/.test(line)) message = message.replace(/^[\w.]+:/, ''); // logging.BASIC_FORMAT
	for (const logger of loggers) message = message.replace(logger, '');
	return message.trim() === '' ? line.trim() : message.trim();
};

const messageIn = (fields: Fields): string | undefined => {
	const message = first(fields, ['message', 'msg', 'event', 'Message', 'RenderedMessage', '@m', 'log']);
	const error = first(fields, ['err', 'error', 'error.message', 'err.message', 'exception.message']);
	const both = [message, error === message ? undefined : error].filter(part => part !== undefined);
	return both.length === 0 ? undefined : both.join(': ').split('\n')[0]?.trim();
};

/** The traceback that a JSON or logfmt line carries in one of its fields, as lines; empty when it has none. */
export const tracebackIn = (text: string): readonly string[] => {
	const fields = fieldsOf(text);
	if (fields === undefined) return [];
	const names = [
		'exc_info',
		'exception',
		'traceback',
		'stack',
		'stack_trace',
		'stacktrace',
		'error.stack',
		'err.stack',
	];
	const trace = first(fields, [...names, 'error.stack_trace', 'exc_text', 'Exception', '@x', 'exception.stacktrace']);
	return trace === undefined || !trace.includes('\n') ? [] : trace.trimEnd().split(/\r?\n/);
};
