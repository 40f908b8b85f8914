import {
	isAlias,
	isMap,
	isNode,
	isScalar,
	isSeq,
	LineCounter,
	parseDocument,
	type Alias,
	type ErrorCode,
	type Node,
	type Pair,
	type YAMLMap,
} from 'yaml';

/** The keys, and the numbers of list items from 0 on, that lead to a value: `hosts`, `er`, `jobs`, `0`. */
export type Path = ReadonlyArray<PropertyKey>;

/** Something wrong at an offset of the text, in the words that complete the sentence "expected …". */
export type Fault = {readonly offset: number; readonly path: Path; readonly expected: string};

/** The values of a YAML text, with the way from a path back to its place. */
export type Yaml = {
	readonly value: unknown;
	readonly faults: readonly Fault[];
	/** Offset of the key (or list item) at this path, or of the nearest above it that is there. */
	offsetOf(path: Path): number;
	/** Line and column from 1 on. */
	place(offset: number): {readonly line: number; readonly column: number};
};

// A file of twenty hosts has some thousand values; an alias bomb has millions.
const mostValues = 20_000;
const deepest = 24;

const expectedInstead: Partial<Record<ErrorCode, string>> = {
	TAB_AS_INDENT: 'spaces for indentation, not a tab',
	DUPLICATE_KEY: 'each key once, but this one stands further up already',
	MULTIPLE_DOCS: 'one document, but a second one starts here',
	BAD_INDENT: 'this line to be indented like its neighbours, or a bracket to be closed before it',
	MISSING_CHAR: 'a colon, or the quote or bracket that closes the one before',
	BAD_SCALAR_START: 'quotes around text that starts with this sign',
	BAD_DQ_ESCAPE: 'single quotes around text with a backslash',
	BLOCK_AS_IMPLICIT_KEY: 'quotes around text that has a colon and a space in it',
	UNEXPECTED_TOKEN: 'nothing after the value that ends here',
	TAG_RESOLVE_FAILED: 'a value without a tag (a word that starts with !)',
	NON_STRING_KEY: 'text as a key',
	RESOURCE_EXHAUSTION: 'fewer levels',
};

const keyOf = (path: Path): string => JSON.stringify(path);

class TooMuch extends Error {}

/** Offset of a node; a missing one has none. */
const startOf = (node: unknown): number | undefined => (isNode(node) ? node.range?.[0] : undefined);

/** Offset behind a node and what belongs to it. */
const endOf = (node: unknown): number | undefined => (isNode(node) ? node.range?.[2] : undefined);

/** The text of a key, empty for one that is none. */
const nameOf = (key: unknown): string =>
	isScalar(key) && (typeof key.value === 'string' || typeof key.value === 'number') ? String(key.value) : '';

/** Whether a key is the `<<` that merges other maps into its own; in quotes it is a key like any other. */
const isMerge = (key: unknown): boolean => isScalar(key) && key.type === 'PLAIN' && key.value === '<<';

/** The plain values under `root`, noting where each stands. Aliases are followed until there are too many values. */
const collect = (root: Node | null, follow: (alias: Alias) => Node | undefined) => {
	const offsets = new Map<string, number>();
	const faults: Fault[] = [];
	let values = 0;

	const count = (depth: number): void => {
		if (++values > mostValues || depth > deepest) throw new TooMuch();
	};

	const resolved = (alias: Alias, path: Path): Node | undefined => {
		const target = follow(alias);
		if (target === undefined)
			faults.push({offset: startOf(alias) ?? 0, path, expected: 'quotes around text that starts with *'});
		return target;
	};

	/** The pairs that a `<<` brings, from an alias, a map or a list of them, the first first. */
	const mergedFrom = (source: unknown, path: Path, depth: number): readonly Pair[] => {
		count(depth);
		if (isAlias(source)) {
			const target = resolved(source, path);
			return target === undefined ? [] : mergedFrom(target, path, depth + 1);
		}
		if (isSeq(source)) return source.items.flatMap(item => mergedFrom(item, path, depth + 1));
		if (isMap(source)) return pairsOf(source, path, depth + 1);
		faults.push({offset: startOf(source) ?? 0, path, expected: 'keys with values after <<, such as an alias of them'});
		return [];
	};

	/** The pairs of a map, its own before those it merges; the first of a name counts. https://yaml.org/type/merge.html */
	const pairsOf = (map: YAMLMap, path: Path, depth = path.length): readonly Pair[] => {
		if (!map.items.some(({key}) => isMerge(key))) return map.items;
		const own = map.items.filter(({key}) => !isMerge(key));
		const merged = map.items.filter(({key}) => isMerge(key)).flatMap(({value}) => mergedFrom(value, path, depth));
		const byName = new Map<string, Pair>();
		for (const pair of [...own, ...merged]) {
			const name = nameOf(pair.key);
			if (!byName.has(name)) byName.set(name, pair);
		}
		return [...byName.values()];
	};

	const visit = (node: unknown, path: Path): unknown => {
		count(path.length);
		if (isAlias(node)) {
			const target = resolved(node, path);
			return target === undefined ? null : visit(target, path);
		}
		if (isSeq(node))
			return node.items.map((item, index) => {
				const at = [...path, index];
				offsets.set(keyOf(at), startOf(item) ?? 0);
				return visit(item, at);
			});
		if (isMap(node))
			return Object.fromEntries(
				pairsOf(node, path).map(({key, value}) => {
					const name = nameOf(key);
					const at = [...path, name];
					const offset = startOf(key) ?? 0;
					offsets.set(keyOf(at), offset);
					// Objects treat this one name unlike all others.
					if (name === '__proto__') faults.push({offset, path, expected: 'another name than __proto__'});
					return [name, visit(value, at)];
				}),
			);
		return isScalar(node) ? node.value : null;
	};

	try {
		return {value: visit(root, []), offsets, faults};
	} catch (error) {
		if (!(error instanceof TooMuch)) throw error;
		return {
			value: undefined,
			offsets,
			faults: [{offset: 0, path: [], expected: 'fewer values; aliases repeat them too often'}],
		};
	}
};

/** The path of the value that an offset lies in, as far as the text could be read. */
const pathAt = (node: unknown, offset: number, path: Path = []): Path => {
	const items = isMap(node) ? node.items : [];
	const inside = items.findLast(({key}) => (startOf(key) ?? Infinity) <= offset);
	if (inside === undefined || nameOf(inside.key) === '') return path;
	const end = endOf(inside.value) ?? endOf(inside.key) ?? 0;
	return offset > end ? path : pathAt(inside.value, offset, [...path, nameOf(inside.key)]);
};

/** Reads a YAML text. When there are faults the value is not to be used. */
export const readYaml = (text: string): Yaml => {
	const lines = new LineCounter();
	// No message of the library is shown: some quote the text around the fault, and that can be a password.
	const document = parseDocument(text, {lineCounter: lines, prettyErrors: false, stringKeys: true, logLevel: 'error'});
	const faults = [...document.errors, ...document.warnings].map(({code, pos: [offset]}) => ({
		offset,
		path: pathAt(document.contents, offset),
		expected: expectedInstead[code] ?? 'well-formed YAML',
	}));
	const {
		value,
		offsets,
		faults: more,
	} = faults.length > 0
		? {value: undefined, offsets: new Map<string, number>(), faults: []}
		: collect(document.contents, alias => alias.resolve(document));

	const offsetOf = (path: Path): number =>
		path.length === 0 ? 0 : (offsets.get(keyOf(path)) ?? offsetOf(path.slice(0, -1)));
	return {
		value,
		// One slip makes the rest of the text look wrong too, so only the first fault of its form is told.
		faults: faults.length > 0 ? faults.slice(0, 1) : more,
		offsetOf,
		place(offset) {
			const {line, col} = lines.linePos(offset);
			return {line: Math.max(line, 1), column: Math.max(col, 1)};
		},
	};
};
