import {execFileSync, spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import * as fc from 'fast-check';
import {afterAll, describe, expect, test} from 'vitest';
import {hostInverseOf, hostPatternOf, hostRawPatternOf} from '../../../source/parse/ere/host-pattern.ts';
import {asAwkLiteral, asPrintfFormat} from '../../../source/parse/ere/spell.ts';
import {createLineReader, textOf} from '../../../source/parse/lines/lines.ts';
import {withoutColour} from '../../../source/parse/lines/log-lines.ts';
import {errorStated} from '../../../source/parse/errors/error-test.ts';
import {tracebackLine, tracebackStart} from '../../../source/parse/errors/traceback-lines.ts';

const directory = mkdtempSync(join(tmpdir(), 'mlops-tui-ere-'));
afterAll(() => rmSync(directory, {recursive: true, force: true}));
const env = {...process.env, LC_ALL: 'C'};

/** Numbers of the lines of `input` that a tool finds, each pattern's own list. */
type Tool = {
	readonly name: string;
	find(eres: readonly string[], inputs: readonly Buffer[]): ReadonlyArray<readonly number[]>;
};

const run = (command: string, args: readonly string[], inputs: readonly Buffer[]): ReadonlyArray<readonly number[]> => {
	const {stdout, stderr, error} = spawnSync(command, args, {env, maxBuffer: 1 << 28});
	if (error !== undefined || stderr.length > 0) throw error ?? new Error(stderr.toString());
	const found: number[][] = inputs.map(() => []);
	for (const line of stdout.toString('latin1').split('\n').filter(Boolean)) {
		const [name = '', number] = line.split(':');
		found[Number(name.split('/').at(-1))]?.push(Number(number));
	}
	return found;
};

const files = (inputs: readonly Buffer[]): readonly string[] =>
	inputs.map((input, index) => {
		const path = join(directory, String(index));
		writeFileSync(path, input);
		return path;
	});

/** One process for all patterns, each asked of a file of its own. */
const grep: Tool = {
	name: 'grep',
	find(eres, inputs) {
		const script = files(inputs)
			.map(
				(path, index) =>
					`printf '${asPrintfFormat(eres[index] ?? '').replaceAll("'", `'\\''`)}' >${path}.ere; grep -anHE -f ${path}.ere ${path} | cut -d: -f1,2`,
			)
			.join('\n');
		writeFileSync(join(directory, 'script'), script);
		return run('sh', [join(directory, 'script')], inputs);
	},
};

const awk = (name: string, command: string, more: readonly string[] = []): Tool => ({
	name,
	find(eres, inputs) {
		const program = eres.map((ere, index) => `I == ${index} && /${asAwkLiteral(ere)}/ { print I ":" FNR }`).join('\n');
		writeFileSync(join(directory, 'program'), program);
		const named = files(inputs).flatMap((path, index) => [`I=${index}`, path]);
		return run(command, [...more, '-f', join(directory, 'program'), ...named], inputs);
	},
});

const isThere = (command: string): boolean => spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;
const tools = [
	grep,
	...(isThere('mawk') ? [awk('mawk', 'mawk')] : []),
	...(isThere('gawk') ? [awk('gawk', 'gawk')] : []),
	...(isThere('busybox') ? [awk('BusyBox awk', 'busybox', ['awk'])] : []),
];

/** A line as it is shown. */
const shown = (line: Buffer): string => {
	let text = '';
	const reader = createLineReader(raw => (text = textOf(raw)));
	reader.push(line);
	reader.end();
	return text;
};

const bytesOf = (lines: readonly Buffer[]): Buffer => Buffer.concat(lines.flatMap(line => [line, Buffer.from('\n')]));

// What patterns and lines are made of: the same few characters, so that they meet.
const words = [
	'ERROR',
	'a',
	'b',
	'ab',
	' ',
	':',
	'1',
	'23',
	'_',
	'-',
	'\t',
	']',
	'[',
	'^',
	'\\',
	'/',
	'.',
	'*',
	'{',
	'}',
	'|',
	'"',
	"'",
	'%',
	'å',
	'Å',
	'é',
	'€',
	'日',
	'🚀',
	'K',
	'k',
	's',
	' ',
	'\u2028',
];
const colour = fc.constantFrom('\u001b[31m', '\u001b[0m', '\u001b[1;32m');
const line = fc
	.array(
		fc.oneof(
			{weight: 20, arbitrary: fc.constantFrom(...words).map(word => Buffer.from(word))},
			{
				weight: 1,
				arbitrary: fc.constantFrom(
					Buffer.of(0xff),
					Buffer.of(0xe2, 0x82),
					Buffer.of(0xc3),
					Buffer.of(0x01),
					Buffer.of(0x7f),
				),
			},
			{weight: 1, arbitrary: fc.constant(Buffer.from('\r'))},
		),
		{maxLength: 12},
	)
	.map(parts => Buffer.concat(parts));

const escaped = (word: string): string => word.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
const set = fc
	.tuple(
		fc.boolean(),
		fc.array(
			fc.constantFrom(
				'a',
				'b-f',
				'1',
				'0-9',
				String.raw`\d`,
				String.raw`\w`,
				String.raw`\s`,
				String.raw`\S`,
				String.raw`\]`,
				'[',
				String.raw`\^`,
				String.raw`\\`,
				String.raw`\-`,
				'/',
				'.',
				'å',
				'à-ö',
				'!-~',
				'E',
				' ',
				String.raw`\0`,
			),
			{minLength: 1, maxLength: 4},
		),
	)
	.map(([negated, parts]) => `[${negated ? '^' : ''}${parts.join('')}]`);
const atom = fc.oneof(
	{weight: 6, arbitrary: fc.constantFrom(...words).map(escaped)},
	{weight: 3, arbitrary: set},
	{
		weight: 3,
		arbitrary: fc.constantFrom(
			'.',
			String.raw`\d`,
			String.raw`\w`,
			String.raw`\s`,
			String.raw`\D`,
			String.raw`\W`,
			String.raw`\S`,
		),
	},
	{
		weight: 1,
		arbitrary: fc.constantFrom(
			String.raw`\b`,
			String.raw`\B`,
			'^',
			'$',
			'(?=a)',
			'(?!b)',
			'(?<=a)',
			'(?<!1)',
			String.raw`(a|b)\1`,
			'(?<name>a)',
			'()',
			String.raw`\x41`,
			String.raw`\t`,
		),
	},
);
const counts = fc.constantFrom(
	'',
	'',
	'',
	'*',
	'+',
	'?',
	'{2}',
	'{1,3}',
	'{0,2}',
	'{2,}',
	'*?',
	'+?',
	'{90}',
	'{0,255}',
);
const {pattern: sources} = fc.letrec<{pattern: string; row: string; one: string}>(tie => ({
	pattern: fc.oneof(
		{weight: 4, arbitrary: tie('row')},
		{weight: 1, arbitrary: fc.tuple(tie('row'), tie('row')).map(both => both.join('|'))},
	),
	row: fc.array(tie('one'), {minLength: 1, maxLength: 4}).map(ones => ones.join('')),
	one: fc.oneof(
		{depthSize: 'small', withCrossShrink: true},
		fc
			.tuple(atom, counts)
			.map(([what, count]) => (/^(?:\\[bB]|\^|\$|\(\?<?[=!].*)$/.test(what) ? what : `(?:${what})${count}`)),
		atom,
		fc.tuple(tie('pattern'), fc.constantFrom('', '', '?', '*')).map(([what, count]) => `(?:${what})${count}`),
		tie('pattern').map(what => `(${what}|)`),
	),
}));
const pattern = fc
	.tuple(sources, fc.constantFrom('', '', '', 'i', 'u', 'iu', 's', 'm', 'v', 'iv'))
	.map(([source, flags]) => {
		try {
			return new RegExp(source, flags);
		} catch {
			return undefined; // Not every mixture means something.
		}
	})
	.filter(made => made !== undefined)
	// JavaScript itself takes for ever over repetitions within repetitions.
	.filter(({source}) => source.length < 60 && (source.match(/[*+}]/g) ?? []).length < 4);

/** Colours do not begin within a word. */
const splitsWord = new RegExp(String.raw`\w(?:\u001b\[[\d;]*m)+\w`);

type Case = {readonly asked: RegExp; readonly lines: readonly Buffer[]};
const seed = Number(process.env['FC_SEED'] ?? 20_261_121);
/** Many patterns with their lines at once, so that a tool is started once for all. */
const cases = (of: fc.Arbitrary<Buffer> = line): readonly Case[] =>
	fc.sample(fc.record({asked: pattern, lines: fc.array(of, {minLength: 20, maxLength: 20})}), {
		numRuns: Number(process.env['FC_RUNS'] ?? 300),
		seed,
	});

/** What went wrong, for a person: seed, pattern, what it became, and the lines. */
const wrong = (
	tool: Tool,
	all: ReadonlyArray<Case & {readonly ere: string}>,
	isWrong: (one: Case, index: number, isFound: boolean) => boolean,
): readonly string[] => {
	const found = tool.find(
		all.map(({ere}) => ere),
		all.map(({lines}) => bytesOf(lines)),
	);
	return all.flatMap((one, which) =>
		one.lines.flatMap((bytes, index) =>
			isWrong(one, index, found[which]?.includes(index + 1) === true)
				? [
						`seed ${seed}: ${String(one.asked)} on ${JSON.stringify(bytes.toString('latin1'))} as ${asAwkLiteral(one.ere)}`,
					]
				: [],
		),
	);
};

describe.each(tools)('$name', tool => {
	test('finds every line that the pattern matches, as it is shown', () => {
		const all = cases().flatMap(one => {
			const ere = hostPatternOf(one.asked)?.ere;
			return ere === undefined ? [] : [{...one, ere}];
		});
		expect(all.length).toBeGreaterThan(100);
		expect(
			wrong(tool, all, ({asked, lines}, index, isFound) => !isFound && asked.test(shown(lines[index] ?? Buffer.of()))),
		).toEqual([]);
	});

	test('finds every line that the pattern matches without its colours', () => {
		const coloured = fc
			.array(fc.tuple(fc.constantFrom(...words), colour), {maxLength: 8})
			.map(parts => Buffer.from(parts.map(([word, code]) => code + word).join('')));
		const all = cases(coloured).flatMap(one => {
			const ere = hostPatternOf(one.asked)?.ere;
			return ere === undefined ? [] : [{...one, ere}];
		});
		expect(
			wrong(tool, all, ({asked, lines}, index, isFound) => {
				const bytes = lines[index] ?? Buffer.of();
				return !isFound && !splitsWord.test(bytes.toString()) && asked.test(withoutColour(shown(bytes)));
			}),
		).toEqual([]);
	});

	test('finds no other line of printable text where the expression is exact', () => {
		const printable = fc
			.array(fc.constantFrom(...words.filter(word => /^[\t -~]*$/.test(word))), {maxLength: 10})
			.map(parts => Buffer.from(parts.join('')));
		const all = cases(printable).flatMap(one => {
			const made = hostPatternOf(one.asked);
			return made?.exact === true ? [{...one, ere: made.ere}] : [];
		});
		expect(all.length).toBeGreaterThan(50);
		expect(
			wrong(tool, all, ({asked, lines}, index, isFound) => isFound && !asked.test(shown(lines[index] ?? Buffer.of()))),
		).toEqual([]);
	});

	test('leaves out no line that the pattern does not match', () => {
		const all = cases().flatMap(one => {
			const ere = hostInverseOf(one.asked);
			return ere === undefined ? [] : [{...one, ere}];
		});
		expect(all.length).toBeGreaterThan(50);
		expect(
			wrong(tool, all, ({asked, lines}, index, isFound) => isFound && !asked.test(shown(lines[index] ?? Buffer.of()))),
		).toEqual([]);
	});

	test('reads what an error consists of as JavaScript does', () => {
		const texts = [
			'Traceback (most recent call last):',
			'  File "a.py", line 3, in run',
			'ValueError: no rows',
			'KeyboardInterrupt',
			'',
			'\tat a.b.C(D.java:3)',
			'Caused by: x',
			'2026-11-21 02:00:00,123 INFO ready',
			'\u001b[31mTraceback (most recent call last):\u001b[0m',
			'During handling of the above exception, another exception occurred:',
			'api-1  | ValueError: x',
			'2026-11-21 02:00:00 ERROR:  x',
			'2026-11-21 02:00:00 UTC DETAIL:  x',
			'level=info msg=ok',
			'a sentence that goes on',
			'--- End of inner',
			'  + Exception Group Traceback (most recent call last):',
			'ok\rValueError: x\r',
			'level=error msg=x',
			'{"log.level" : "FATAL"}',
			'{"level":50,"msg":"x"}\r',
			'{"level":500}',
			String.raw`{"log":"{\"level\":\"error\"}"}`,
			'\u001b[36mlevel\u001b[0m=\u001b[31merror\u001b[0m a=b',
			'{"PRIORITY":"3"}',
			'{"PRIORITY":"30"}',
			'{"syslog":{"severity":{"name":"Alert","code":1}}}',
			'level: no, severity: low',
		];
		const lines = texts.map(text => Buffer.from(text));
		const all = [tracebackStart, tracebackLine, errorStated].map(asked => ({
			asked,
			lines,
			ere: hostRawPatternOf(asked)?.ere ?? '',
		}));
		expect(wrong(tool, all, ({asked}, index, isFound) => isFound !== asked.test(texts[index] ?? ''))).toEqual([]);
	});
});

test.each([
	[/ERROR|Exception/, 'ERROR|Exception', true],
	[/error/i, '[Ee][Rr][Rr][Oo][Rr]', true],
	[/a{2,4}/, 'aa(a(a)?)?', true],
	[/\bfoo\b/, 'foo', false],
	[/(?=.*disk)(?=.*full)/, String.raw`[^\015]*(\033[[][0-9;]*[A-Za-z])*disk`, false],
	[/disk(?! full)/, 'disk', false],
	[/v1\.5/, String.raw`v1(\033[[][0-9;]*[A-Za-z])*[.](\033[[][0-9;]*[A-Za-z])*5`, true],
	[/a\/b/, String.raw`\057`, true],
	[/[\]^\\[-]/, String.raw`[][\\^-]`, true],
	[/å/, String.raw`\303\245`, true],
])('%s becomes %s', (asked, ere, exact) => {
	const made = hostPatternOf(asked);
	expect(asAwkLiteral(made?.ere ?? '')).toContain(ere);
	expect(made).toMatchObject({exact});
});

test.each([/(?:)/, /.*/, /x*/, /\S/, /(?!DEBUG)/, /a|/, /^/, /(?=.)/])(
	'%s is no search for the host: nearly every line has it',
	asked => {
		expect(hostPatternOf(asked)).toBeUndefined();
	},
);

test.each([/\bDEBUG\b/, /a(?=b)/, /(a)\1/, /a{1,900}/])('what is not %s cannot be left to the host', asked => {
	expect(hostInverseOf(asked)).toBeUndefined();
});

test('an expression survives a shell whatever is in it', () => {
	const ere = Array.from({length: 255}, (_, byte) => String.fromCodePoint(byte + 1))
		.filter(character => character !== '\n')
		.join('');
	const format = asPrintfFormat(ere).replaceAll("'", `'\\''`);
	expect(execFileSync('sh', ['-c', `printf '${format}'`]).toString('latin1')).toBe(ere);
	expect(execFileSync('sh', ['-c', `printf '${asPrintfFormat('-e')}'`]).toString()).toBe('-e');
});
