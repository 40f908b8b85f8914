/** A place in a program: where it stands, and what is running there. */
type Place = {readonly path: string | undefined; readonly name: string};

type Language = {
	readonly frame: RegExp;
	/** `path` and `name` of a frame. */
	place(found: RegExpExecArray): Place;
	/** Of libraries and of the language itself. */
	isForeign(place: Place): boolean;
	/** Whether the frame that failed is the last one. */
	readonly isLast: boolean;
};

const python: Language = {
	frame: /^[^"]{0,300}\bFile "([^"]+)", line \d+(?:, in (\S[^(]*))?/,
	place: ([, path, name = '<module>']) => ({path, name: name.trim()}),
	isForeign: ({path = ''}) =>
		/(?:^|\/)(?:site-packages|dist-packages|lib\/python\d[\d.]*|lib64\/python\d[\d.]*)\/|^<|\\Lib\\/.test(path),
	isLast: true,
};

const node: Language = {
	frame:
		/^.{0,300}?\bat (?:([^()]{1,200}?) )?\(?((?:file:\/\/|node:|[A-Za-z]:\\|\/|\.{0,2}\/|internal\/|webpack)[^()]{0,400}?):\d+:\d+\)?[ \t]*[{,]?$/,
	place: ([, name = '<anonymous>', path = '']) => ({
		path: path.replace(/^file:\/\//, ''),
		name: name.replace(/^(?:async|new) /, '').replace(/ \[as \w+\]$/, ''),
	}),
	isForeign: ({path = ''}) => /\/node_modules\/|^node:|^internal\//.test(path),
	isLast: false,
};

const dotnet: Language = {
	frame: /^.{0,300}?[ \t]at ([\w.<>`+[\],|$]+)\([^)]*\)(?: in (.+):line \d+)?(?:<---)?[ \t]*$/,
	place: ([, name = '', path]) => ({
		path,
		// `Api.<Get>d__4.MoveNext` is what the compiler makes of an asynchronous `Api.Get`.
		name: name.replaceAll(/<(\w+)>d__\d+\.MoveNext/g, '$1').replaceAll(/\d+/g, '#'),
	}),
	isForeign: ({name}) => /^(?:System|Microsoft|Npgsql|Grpc|Serilog|lambda_method)\b/.test(name),
	isLast: false,
};

const java: Language = {
	frame:
		/^.{0,300}?[ \t]at (?:[\w.$@-]*\/)*([\w.$<>]+)\(([\w$-]+\.(?:java|kt|scala|groovy)(?::\d+)?|Unknown Source|Native Method)\)/,
	place: ([, name = '']) => ({path: undefined, name: name.replaceAll(/\d+/g, '#')}),
	isForeign: ({name}) =>
		/^(?:java|javax|jakarta|jdk|sun|com\.sun|kotlin|kotlinx|scala|groovy|org\.(?:springframework|apache|hibernate|eclipse|jboss|postgresql|codehaus|junit|slf4j)|ch\.qos|io\.(?:netty|micrometer|grpc|undertow)|reactor|com\.(?:zaxxer|fasterxml|google|microsoft)|feign|okhttp3)\./.test(
			name,
		),
	isLast: false,
};

const go: Language = {
	frame: /^[ \t]+(\/[^:\s]{1,400}\.go):\d+/,
	place: ([, path]) => ({path, name: ''}),
	isForeign: ({path = ''}) => /\/pkg\/mod\/|\/go\/src\//.test(path),
	isLast: false,
};

const wordsOf = ({path, name}: Place): string => (path === undefined ? name : name === '' ? path : `${name} (${path})`);

/** The own frame of a line that says one. */
const ownIn = (language: Language, line: string): string | undefined => {
	const found = language.frame.exec(line.slice(0, 1000));
	if (found === null) return undefined;
	const place = language.place(found);
	return language.isForeign(place) ? undefined : wordsOf(place);
};

const firstOf = (lines: Iterable<string>, language: Language): string | undefined => {
	for (const line of lines) {
		const own = ownIn(language, line);
		if (own !== undefined) return own;
	}
	return undefined;
};

/**
 * Where in the project's own code an exception came from, of the lines of its traceback: `load (/app/data.py)`, `com.example.Api.run`. Of
 * Python's, which name the newest call last, the last one before the exception's own line; of the others the first. Without the number of
 * its line, which moves with every release; undefined where all frames are those of libraries.
 */
export const ownFrame = (lines: readonly string[], exception: string | undefined): string | undefined => {
	const language = [python, java, dotnet, node, go].find(({frame}) =>
		lines.some(line => frame.test(line.slice(0, 1000))),
	);
	if (language === undefined) return undefined;
	if (!language.isLast) return firstOf(lines, language);
	const raised = exception === undefined ? -1 : lines.findLastIndex(line => line.includes(exception));
	return (
		firstOf(lines.slice(0, raised === -1 ? undefined : raised).toReversed(), language) ??
		firstOf(lines.toReversed(), language)
	);
};
