import {mostPrefixes, withoutPrefix} from './line-prefix.ts';
import {fieldsOf, withoutColour, withoutTime, type Fields} from './log-lines.ts';

export type Level = 'debug' | 'info' | 'warning' | 'error' | 'critical';

/** How formats spell each level; the numbers are pino's: https://github.com/pinojs/pino/blob/main/docs/api.md#loggerlevels-object */
const spellings: Readonly<Record<Level, string>> = {
	debug: 'trace verbose vrb silly debug dbug dbg debug1 debug2 debug3 10 20',
	info: 'info inf information informational notice success log detail hint statement 30',
	warning: 'warn warning wrn wrng 40',
	error: 'error err eror fail severe 50',
	critical: 'critical crit fatal ftl panic dpanic emerg emergency alert 60',
};
/** The words and numbers that stand for a level in a field. */
export const spellingsOf = (level: Level): readonly string[] => spellings[level].split(' ');

const levels: ReadonlyMap<string, Level> = new Map(
	(['debug', 'info', 'warning', 'error', 'critical'] as const).flatMap(level =>
		spellingsOf(level).map(word => [word, level] as const),
	),
);
const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
const words = [...levels.keys()]
	.flatMap(word => (/^\d+$/.test(word) ? [] : [word, capitalised(word), word.toUpperCase()]))
	.join('|');

// What a format may put between the time and the level: a time of day, [brackets], {file.py:12}, `name -`, `name |`, `name:`, one bare word.
const head = new RegExp(
	String.raw`^((?:\s|\d\d:\d\d:\d\d(?:[.,]\d{1,9})?\s|\[[^\]]{0,80}\]|\{[^}]{0,80}\}|\([^)]{0,80}\)|\w[\w.$@/-]{0,79}(?: - | \| |:(?=\s|[A-Z]+:))|[|:-])*?(?:\w[\w.$@/-]{0,79}\s+)?)[[<]?\b(${words})\b\s*[\]>]?\s*(?=[\s:|([{-]|\d|$)`,
);

/** What may stand before a small word: no sentence, at most the name of a program. */
const bareHead = /^(?:[\s|-]|\[[^\]]*\]|\([^)]*\)|\d\d:\d\d:\d\d\S*\s)*(?:[a-z][\w-]{0,30}: )?$/;

/** A level that stands where no word for it can: what of the line says it, and the line without that. */
type Coded = {readonly level: Level; readonly rest: string};

// https://www.rfc-editor.org/rfc/rfc5424#section-6.2.1
const severities = ['critical', 'critical', 'critical', 'error', 'warning', 'info', 'info', 'debug'] as const;
const klog: ReadonlyMap<string, Level> = new Map([
	['I', 'info'],
	['W', 'warning'],
	['E', 'error'],
	['F', 'critical'],
]);

const severityOf = (text: string): Level | undefined => {
	const number = /^\d{1,3}$/.test(text) ? Number(text) : NaN;
	return number <= 191 ? severities[number % 8] : undefined;
};

/** `<3>` of syslog and of services of systemd, `E1120 06:00:44.123456       1 server.go:12] ` of Kubernetes. */
const coded = (line: string): Coded | undefined => {
	const [priority, number = ''] = /^<(\d{1,3})>/.exec(line) ?? [];
	const severity = severityOf(number);
	if (priority !== undefined && severity !== undefined) return {level: severity, rest: line.slice(priority.length)};
	const [prefix = '', letter = ''] =
		/^([IWEF])\d{4} \d\d:\d\d:\d\d\.\d{6} +\d+ [\w./-]{1,100}:\d+\] ?/.exec(line) ?? [];
	const level = klog.get(letter);
	return level === undefined ? undefined : {level, rest: line.slice(prefix.length)};
};

/** Where a plain line states its level, and what comes after it. */
const split = (text: string, more = mostPrefixes): Coded | undefined => {
	const plain = coded(text);
	if (plain !== undefined) {
		const inner = more === 0 ? undefined : split(withoutPrefix(plain.rest), more - 1);
		return {level: plain.level, rest: inner?.rest ?? plain.rest};
	}
	const line = withoutTime(text);
	const found = head.exec(line.slice(0, 300));
	const word = found?.[2] ?? '';
	const level = levels.get(word.toLowerCase());
	if (found === null || level === undefined) return undefined;
	const rest = line.slice(found[0].length);
	if (word === word.toUpperCase() || /[[<]/.test(found[0])) return {level, rest};
	// A small word at the head is a level only where the format marks it as one, `fail: Name[0]`, and not where it is measured: `error: 0.02`.
	if (!bareHead.test(found[1] ?? '')) return undefined;
	return rest.startsWith(':') && !/^:\s*(?:[-+]?\d[\d.,e%-]*|no|none|null|nil)?\s*$/i.test(rest.slice(0, 50))
		? {level, rest}
		: undefined;
};

const first = (fields: Fields, names: readonly string[]): string | undefined =>
	names.map(name => fields[name]).find(value => value !== undefined && value !== '');

/** Fields that hold a level. */
export const levelNames: readonly string[] =
	'level levelname log.level lvl severity Level LogLevel @l Severity LEVEL SEVERITY severityText severity_text SeverityText loglevel level_name'.split(
		' ',
	);

/** Fields that hold a severity of syslog. */
export const severityNames: readonly string[] = ['PRIORITY', 'syslog.severity.code'];

const levelIn = (fields: Fields): Level | undefined => {
	const named = first(fields, levelNames);
	if (named !== undefined) return levels.get(named.trim().toLowerCase());
	const priority = first(fields, severityNames);
	if (priority !== undefined) return severityOf(priority);
	// Serilog's compact lines leave it out where it is Information: https://github.com/serilog/serilog-formatting-compact#reified-properties
	if (fields['@t'] !== undefined && (fields['@mt'] ?? fields['@m']) !== undefined) return 'info';
	// Docker keeps what a container wrote in a field of its own files.
	return fields['stream'] !== undefined && fields['log'] !== undefined ? levelOf(fields['log']) : undefined;
};

/** The level that a line of JSON or logfmt states; undefined for any other line. */
export const statedLevel = (text: string): Level | undefined => {
	const fields = fieldsOf(withoutPrefix(withoutColour(text)));
	return fields && levelIn(fields);
};

/**
 * The level a line states where its format has one. Undefined when it states none, or when it cannot be told from the message: a word such as
 * `error` in a sentence, a name or a measurement is not a level.
 */
export const levelOf = (text: string): Level | undefined => {
	const line = withoutPrefix(withoutColour(text));
	const fields = fieldsOf(line);
	return fields === undefined ? (split(line) ?? coded(text))?.level : levelIn(fields);
};

// `er_forecast.prediction - `, `pkg.module: `, `[mlflow] `, `[27] `, `1 --- [main] c.e.Class : `, nginx's `31#31: *7 `. A name alone before a
// colon stays, since it may be part of the message, and so does an exception's.
const loggers = [
	/^\d+ --- \[[^\]]*\]\s*[\w.$]+\s*:\s*/,
	/^\d+#\d+: (?:\*\d+ )?/,
	/^\[[\w.$ :#@/-]{1,60}\]\s+(?=\S)/,
	/^\([\w.$ :#@/-]{1,60}\)\s+(?=\S)/,
	/^[\w.$:<>-]{1,120} - /,
	/^(?![\w.$]*(?:Error|Exception|Warning):)[a-z_][\w$]*(?:\.[\w$]+)+:\s+/,
];

/** What a line says, without its time, level and logger name; of a JSON or logfmt line its message and its error. */
export const messageOf = (text: string): string => {
	const line = withoutPrefix(withoutColour(text));
	const fields = fieldsOf(line);
	if (fields !== undefined) return messageIn(fields) ?? line.trim();
	const found = split(line);
	let message = (found?.rest ?? withoutTime(line)).replace(/^[\s:|\]-]+/, '');
	if (found !== undefined && /^[A-Z]+:[\w.]+:/.test(line)) message = message.replace(/^[\w.]+:/, ''); // logging.BASIC_FORMAT
	for (const logger of loggers) message = message.replace(logger, '');
	return message.trim() === '' ? line.trim() : message.trim();
};

const messageIn = (fields: Fields): string | undefined => {
	const message = first(fields, [
		'message',
		'msg',
		'event',
		'Message',
		'RenderedMessage',
		'@m',
		'@mt',
		'log',
		'MESSAGE',
		'body',
	]);
	const error = first(fields, ['err', 'error', 'error.message', 'err.message', 'exception.message']);
	const both = [message, error === message ? undefined : error].filter(part => part !== undefined);
	return both.length === 0 ? undefined : both.join(': ').split('\n')[0]?.trim();
};
