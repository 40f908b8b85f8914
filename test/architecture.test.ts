import {expect, test} from 'vitest';
import {parseSource, readSource} from './support/source-files.ts';
import type {SourceFile} from './support/source-files.ts';

type Rule = {readonly values: readonly string[]; readonly types: readonly string[]};

/** Who may import what: a folder of `source/` and the folders whose values, or only whose types, it may know. */
const rules: Readonly<Record<string, Rule>> = {
	domain: {values: [], types: []},
	streams: {values: [], types: []},
	parse: {values: ['domain'], types: []},
	config: {values: ['domain', 'parse'], types: []},
	store: {values: ['domain'], types: []},
	engine: {values: ['domain', 'parse', 'streams'], types: ['config']},
	history: {values: ['domain', 'config', 'streams'], types: ['engine']},
	keys: {values: ['domain', 'parse', 'store'], types: []},
	flow: {values: ['domain', 'parse', 'store', 'streams'], types: ['engine']},
	panes: {values: ['domain', 'store', 'keys', 'flow'], types: ['engine', 'config']},
	runbooks: {values: ['domain', 'store', 'flow'], types: ['engine', 'config']},
	commands: {values: ['domain', 'config', 'parse', 'flow', 'store', 'streams', 'runbooks', 'ui'], types: ['engine']},
	ui: {values: ['domain', 'parse', 'store', 'keys'], types: ['panes', 'flow']},
	console: {values: ['domain', 'flow', 'keys', 'panes', 'store'], types: ['config']},
	terminal: {values: ['domain', 'streams'], types: []},
	demo: {values: ['domain', 'config'], types: ['engine']},
};

/** The command line and what only it uses know everything; they are the only files outside a folder. */
const roots = new Set(['source/audit.ts', 'source/cli.tsx', 'source/destination.ts', 'source/start.tsx']);

const folderOf = (file: string): string => file.split('/')[1] ?? '';

/** A sentence for each import that the rules forbid. */
const forbiddenImports = (files: readonly SourceFile[]): readonly string[] =>
	files
		.filter(({path}) => !roots.has(path))
		.flatMap(({path, imports}) => {
			const folder = folderOf(path);
			const rule = rules[folder];
			if (rule === undefined) return [`${path} lies in no folder that the architecture knows`];
			return imports
				.filter(({ours, target}) => ours && folderOf(target) !== folder)
				.filter(({kind, target}) => {
					const to = folderOf(target);
					return !rule.values.includes(to) && !(kind === 'type' && rule.types.includes(to));
				})
				.map(({kind, target}) => {
					const allowed =
						[...rule.values, ...rule.types.map(name => `types of ${name}`)].join(', ') || 'nothing of ours';
					return `${path} imports a ${kind} from ${target}, but ${folder} may import only: ${allowed}`;
				});
		});

/** A sentence for each circle of imports, types included, found by following them from every file. */
const circles = (files: readonly SourceFile[]): readonly string[] => {
	const byPath = new Map(files.map(file => [file.path, file]));
	const done = new Set<string>();
	const found: string[] = [];
	const follow = (path: string, trail: readonly string[]): void => {
		const start = trail.indexOf(path);
		if (start !== -1) found.push(`imports go in a circle: ${[...trail.slice(start), path].join(' -> ')}`);
		if (start !== -1 || done.has(path)) return;
		for (const {ours, target} of byPath.get(path)?.imports ?? []) if (ours) follow(target, [...trail, path]);
		done.add(path);
	};
	for (const {path} of files) follow(path, []);
	return found;
};

/** What only some folders may say, with the reason; `where` picks the files in which it is forbidden. */
const forbiddenWords: ReadonlyArray<{
	readonly words: RegExp;
	readonly where: (path: string) => boolean;
	readonly why: string;
}> = [
	{
		words: /\bDate\.now\(|\bnew Date\(\)|\bperformance\.now\(/,
		where: path => ['domain', 'parse', 'panes', 'ui'].includes(folderOf(path)),
		why: 'reads the clock; be handed the time',
	},
	{
		words: /\bprocess\.env\b/,
		where: path => ['domain', 'parse', 'store', 'keys', 'panes', 'flow', 'ui'].includes(folderOf(path)),
		why: 'reads the environment; be handed what is needed of it',
	},
	{
		words: /\bconsole\.(?:log|error|warn|info|debug|table|dir|trace)\(/,
		where: path => path !== 'source/cli.tsx',
		why: 'writes to the console; only cli.tsx does',
	},
	{
		words: /\bprocess\.exit\(/,
		where: path => path !== 'source/cli.tsx',
		why: 'ends the process; only cli.tsx does',
	},
	{
		words: /\bcatch\b/,
		where: path => folderOf(path) === 'ui' && path.endsWith('.tsx'),
		why: 'catches a failure in a component; it belongs into words where it happens',
	},
];

const forbiddenText = (files: readonly SourceFile[]): readonly string[] =>
	files.flatMap(({path, code}) =>
		forbiddenWords.filter(({words, where}) => where(path) && words.test(code)).map(({why}) => `${path} ${why}`),
	);

const outside = new Set(
	['child_process', 'dgram', 'dns', 'http', 'https', 'net', 'tls']
		.map(name => `node:${name}`)
		.concat(['ssh2', 'dockerode', 'mssql', 'tedious']),
);

/** The outside world is opened by the engine, and by the practice server that plays it. Secrets may come from a command, and what is read may be handed to
 * one: a pager, a clipboard. */
const openedElsewhere = (files: readonly SourceFile[]): readonly string[] =>
	files
		.filter(({path}) => !['engine', 'demo'].includes(folderOf(path)) && !roots.has(path))
		.flatMap(({path, imports}) =>
			imports
				.filter(({target, kind}) => kind === 'value' && outside.has(target))
				.filter(({target}) => !(['config', 'terminal'].includes(folderOf(path)) && target === 'node:child_process'))
				.map(({target}) => `${path} imports ${target}; only the engine and the practice server open the outside world`),
		);

const source = readSource();

test('every folder imports only what it may know', () => {
	expect(forbiddenImports(source)).toEqual([]);
});

test('imports never go in a circle', () => {
	expect(circles(source)).toEqual([]);
});

test('the clock, the environment, the console and the way out are left to those who own them', () => {
	expect(forbiddenText(source)).toEqual([]);
});

test('only the engine and the practice server open the outside world', () => {
	expect(openedElsewhere(source)).toEqual([]);
});

test('a broken rule is found and said in a sentence', () => {
	const files = [
		parseSource('source/domain/run.ts', "import {\n\tsh,\n} from '../engine/shell.ts';\n"),
		parseSource(
			'source/panes/runs.ts',
			"import type {Engine} from '../engine/engine.ts';\nexport {x} from './y.ts';\n",
		),
		parseSource('source/panes/y.ts', "// Date.now()\nconst {z} = await import('./runs.ts');\nconst at = new Date();\n"),
		parseSource('source/store/link.ts', "import {connect} from 'node:net';\n"),
	];
	expect(forbiddenImports(files)).toEqual([
		'source/domain/run.ts imports a value from source/engine/shell.ts, but domain may import only: nothing of ours',
	]);
	expect(circles(files)).toEqual([
		'imports go in a circle: source/panes/runs.ts -> source/panes/y.ts -> source/panes/runs.ts',
	]);
	expect(forbiddenText(files)).toEqual(['source/panes/y.ts reads the clock; be handed the time']);
	expect(openedElsewhere(files)).toEqual([
		'source/store/link.ts imports node:net; only the engine and the practice server open the outside world',
	]);
});
