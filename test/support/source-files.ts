import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';

/** One import or re-export. `target` is a path from the repository for a file of ours, else the module's name. */
export type Import = {readonly target: string; readonly kind: 'value' | 'type'; readonly ours: boolean};

/** A file of `source/`, by its path from the repository. `code` is its text without comments. */
export type SourceFile = {readonly path: string; readonly code: string; readonly imports: readonly Import[]};

// An import with only inline `type`s stays in the output as an import for its effects (verbatimModuleSyntax), so it counts as a value.
const declaration = /^(?:import|export)\s+(type\s+)?(?:[\w*{][^'";]*?\sfrom\s+)?'([^']+)'/gm;
const dynamic = /\bimport\('([^']+)'\)/g;

const withoutComments = (text: string): string =>
	text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '$1');

export const parseSource = (file: string, text: string): SourceFile => {
	const code = withoutComments(text);
	const found = [
		...[...code.matchAll(declaration)].map(([, type, from = '']) => ({from, kind: type ? 'type' : 'value'}) as const),
		...[...code.matchAll(dynamic)].map(([, from = '']) => ({from, kind: 'value'}) as const),
	];
	return {
		path: file,
		code,
		imports: found.map(({from, kind}) => {
			const ours = from.startsWith('.');
			return {target: ours ? path.posix.join(path.posix.dirname(file), from) : from, kind, ours};
		}),
	};
};

/** Every file of `source/`. */
export const readSource = (): readonly SourceFile[] =>
	readdirSync('source', {recursive: true, encoding: 'utf8'})
		.filter(name => /\.tsx?$/.test(name))
		.map(name => path.posix.join('source', name.replaceAll('\\', '/')))
		.toSorted()
		.map(file => parseSource(file, readFileSync(file, 'utf8')));
