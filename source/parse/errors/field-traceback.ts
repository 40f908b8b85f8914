import {withoutPrefix} from '../lines/line-prefix.ts';
import {fieldsOf, withoutColour} from '../lines/log-lines.ts';
import {itemsOf, fieldsOf as objectOf, textOf} from '../docker/narrow.ts';
import {tracebackStart} from './traceback-lines.ts';

const names = (
	'exc_info exception traceback stack stack_trace stacktrace error.stack err.stack error.stack_trace exc_text Exception @x ' +
	'exception.stacktrace exception.stack_trace'
).split(' ');

/** The traceback that a JSON or logfmt line carries in one of its fields, as lines; empty when it has none. */
export const tracebackIn = (text: string): readonly string[] => {
	const line = withoutPrefix(withoutColour(text));
	const fields = fieldsOf(line);
	if (fields === undefined) return [];
	const trace = names.map(name => fields[name]).find(value => value !== undefined && value !== '');
	if (trace === undefined) return fields['exception.0.exc_type'] === undefined ? [] : structured(line.trim());
	// The JSON console of .NET writes a space where a line ended: https://github.com/dotnet/runtime/blob/main/src/libraries/Microsoft.Extensions.Logging.Console/src/JsonConsoleFormatter.cs
	const lines = trace.trimEnd().split(trace.includes('\n') ? /\r?\n/ : / (?= {3}(?:at \S|--- ))/);
	return lines.length > 1 ? lines : [];
};

/** The exception of a line whose logger writes it in parts, `ValueError: no rows`, where it has no traceback. */
export const exceptionIn = (text: string): string | undefined => {
	const fields = fieldsOf(withoutPrefix(withoutColour(text))) ?? {};
	const type = fields['error.type'] ?? fields['err.type'] ?? fields['exception.type'];
	const message = fields['error.message'] ?? fields['err.message'] ?? fields['exception.message'];
	return type === undefined ? undefined : message === undefined ? type : `${type}: ${message}`;
};

const chained = ['', 'During handling of the above exception, another exception occurred:', ''];

/** structlog's `dict_tracebacks`, as Python would have written them: https://www.structlog.org/en/stable/api.html#structlog.tracebacks */
const structured = (text: string): readonly string[] =>
	itemsOf(objectOf(JSON.parse(text))['exception'])
		.toReversed()
		.map(exception => linesOf(objectOf(exception)))
		.reduce((before, lines) => (before.length === 0 ? lines : before.concat(chained, lines)), []);

const linesOf = (exception: ReturnType<typeof objectOf>): string[] =>
	['Traceback (most recent call last):'].concat(
		itemsOf(exception['frames']).map(frameOf),
		`${textOf(exception['exc_type'])}: ${textOf(exception['exc_value'])}`,
	);

const frameOf = (value: unknown): string => {
	const frame = objectOf(value);
	return `  File "${textOf(frame['filename'])}", line ${Number(frame['lineno'])}, in ${textOf(frame['name'])}`;
};

/** Whether a line of JSON is an error of its own for the traceback in it, though nothing else in it need say so. */
export const carriesTraceback = (text: string): boolean => {
	if (!text.includes('{') || !tracebackStart.test(text) || !/^\s*\{/.test(withoutPrefix(text))) return false;
	if (!/Traceback \(most recent|(?:\\n|\\t| )[ \\t]+at /.test(text)) return false;
	return tracebackIn(text).some(line => /^\s*Traceback \(most recent call last\):|^\s+at \S/.test(line));
};
