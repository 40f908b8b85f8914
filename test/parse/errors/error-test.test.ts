import {execFileSync} from 'node:child_process';
import * as fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {hostRawPatternOf} from '../../../source/parse/ere/host-pattern.ts';
import {createErrorTest, errorStated} from '../../../source/parse/errors/error-test.ts';
import {levelNames, levelOf, severityNames, spellingsOf} from '../../../source/parse/lines/levels.ts';

const isError = createErrorTest(/ERROR|Exception/);

describe('an error', () => {
	test.each([
		['is a plain line that the pattern matches', '2026-11-20 06:00:44 ERROR no rows'],
		['is a logfmt line that states it', 'logger=sqlstore level=error msg="Failed to save" error="database is locked"'],
		['is one in capitals, which some write', 'level=Error caller=main.go:1 msg=x'],
		['is a JSON line that states it', '{"severity":"error","message":"no rows"}'],
		['is one that states it by its number', '{"level":50,"time":1795154444123,"msg":"no rows"}'],
		['is worse than one', '{"log.level": "fatal", "message": "no rows"}'],
		['is one in a nested field', '{"log":{"level":"critical"},"message":"no rows"}'],
		['is one by the severity of the journal', '{"MESSAGE":"no rows","PRIORITY":"3"}'],
		['is one by that of syslog', '{"syslog":{"severity":{"name":"Alert","code":1}},"message":"no rows"}'],
		['has the name of a service in front', 'grafana-1  | level=error msg="no rows"'],
		['has its colours', '\u001b[36mlevel\u001b[0m=\u001b[31merror\u001b[0m msg="no rows"'],
		[
			'stands in a line of Docker',
			String.raw`{"log":"{\"level\":\"error\",\"msg\":\"no rows\"}\n","stream":"stdout","time":"2026-11-20T06:00:44Z"}`,
		],
		['is what the pattern finds in the text of a line that states less', 'level=info msg="Read the file ERROR"'],
	])('%s', (_title, text) => {
		expect(isError(text)).toBe(true);
	});

	test.each([
		['a plain line with the word', '2026-11-20 06:00:44 [error] no rows'],
		['a sentence about one', 'The request failed with level=error and more'],
		['a line that states less', 'level=warn msg="error in row 4" error="no rows"'],
		['a number that is none', '{"level":500,"msg":"x"}'],
		['a lesser severity', '{"MESSAGE":"x","PRIORITY":"6"}'],
		['a level of something else', '{"level":"info","alert":{"level":"error"}}'],
		['what only looks like JSON', '{"level":"error" and no more}'],
		['nothing', ''],
	])('is not %s', (_title, text) => {
		expect(isError(text)).toBe(false);
	});

	test('is found again and again by an expression that remembers where it was', () => {
		const found = createErrorTest(/ERROR/g);
		expect([found('an ERROR'), found('an ERROR'), found('an ERROR')]).toEqual([true, true, true]);
	});
});

const spelled = (['debug', 'info', 'warning', 'error', 'error', 'critical', 'critical'] as const).flatMap(spellingsOf);
const levels = fc.oneof(
	fc.constantFrom(...spelled),
	fc.mixedCase(fc.constantFrom(...spelled)),
	fc.constantFrom<string | number>(50, 60, 3, 11, 500, ' error ', 'failover', '3'),
);
const names = fc.constantFrom(...levelNames, ...severityNames);
const others = fc.dictionary(fc.constantFrom('msg', 'ts', 'code', 'é', 'a-b'), fc.oneof(fc.string(), fc.integer()), {
	maxKeys: 3,
});

/** `log.level` as it is, and as the nested object that it also stands for. */
const nested = (path: string, value: unknown): Record<string, unknown> => {
	const [first = '', ...rest] = path.split('.');
	return {[first]: rest.length === 0 ? value : nested(rest.join('.'), value)};
};
const json = fc
	.record({name: names, level: levels, before: others, behind: others, deep: fc.boolean(), gap: fc.boolean()})
	.map(({name, level, before, behind, deep, gap}) => {
		const text = JSON.stringify({...before, ...(deep ? nested(name, level) : {[name]: level}), ...behind});
		return gap ? text.replaceAll('":', '" : ') : text;
	});
const logfmt = fc
	.record({name: names, level: levels, quoted: fc.boolean(), first: fc.boolean(), gap: fc.constantFrom(' ', '  ')})
	.map(({name, level, quoted, first, gap}) => {
		const stated = `${name}=${quoted ? `"${level}"` : String(level).trim()}`;
		return (first ? [stated, 'msg="x y"', 'n=1'] : ['ts=1', 'msg="x y"', stated]).join(gap);
	});
const structured = fc
	.record({
		line: fc.oneof(json, logfmt),
		front: fc.constantFrom('', '', 'grafana-1  | ', 'Nov 20 06:00:44 web app[12]: ', '<11>'),
		wrapped: fc.boolean(),
		colour: fc.boolean(),
		end: fc.constantFrom('', '', '\r'),
	})
	.map(({line, front, wrapped, colour, end}) => {
		const text = wrapped ? JSON.stringify({log: `${line}\n`, stream: 'stdout'}) : line;
		const shown = colour ? text.replaceAll(/[\w.@]+(?=["=:])|[":=]+/g, part => `\u001b[36m${part}\u001b[0m`) : text;
		return (front + shown).replaceAll(/[\n\0]/g, ' ') + end;
	});

test('a host that looks for what states an error finds every line that does', () => {
	const lines = fc.sample(structured, {numRuns: 4000, seed: 1});
	const ere = hostRawPatternOf(errorStated)?.ere ?? '';
	const answer = execFileSync('grep', ['-anE', '-e', ere], {
		input: `${lines.join('\n')}\n`,
		env: {...process.env, LC_ALL: 'C'},
		maxBuffer: 1 << 26,
	});
	const found = new Set(
		answer
			.toString()
			.split('\n')
			.map(line => Number(line.split(':', 1)[0])),
	);
	const never = createErrorTest(/(?!)/);
	const wanted = lines.flatMap((line, index) => (never(line.replace(/\r$/, '')) ? [{line, number: index + 1}] : []));
	expect(wanted.length).toBeGreaterThan(1000);
	expect(wanted.filter(({number}) => !found.has(number))).toEqual([]);
});

test('a structured line is an error whenever its level says so', () => {
	fc.assert(
		fc.property(fc.oneof(json, logfmt), line => {
			const level = levelOf(line);
			expect(createErrorTest(/(?!)/)(line)).toBe(level === 'error' || level === 'critical');
		}),
		{numRuns: 2000, seed: 2},
	);
});

test.each([
	'level',
	'level ',
	'level="',
	'severity:{',
	'severity":{"code',
	'level=\u001b[',
	'@l',
	'{"level":',
	'level=err ',
])('no line takes long however it is made: %s', piece => {
	const line = piece.repeat(Math.ceil((64 * 1024) / piece.length));
	const begun = performance.now();
	for (const text of [line, `level${' '.repeat(64 * 1024)}`, `{${line}}`, `a=1 b=2 ${line}`]) isError(text);
	expect(performance.now() - begun).toBeLessThan(2000);
});
