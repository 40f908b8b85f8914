import {hidden} from './hidden.ts';
import {looksRandom} from './looks-random.ts';
import {secretKind, type SecretKind} from './secret-name.ts';

/*
 * A name can begin only where none is under way, so that every sign is looked at a few times however the text is made. The value of a name
 * that holds no secret is not skipped: `msg="login with password=x"`.
 */
const assignment = /(?<![\w.åäö-])([\w.åäö-]+)(\\*["']?\s*(?:=>|[:=])\s*|%3D)/gi;
const option = /(?<![\w-])--?([a-z][\w-]*)(["']?,?[ \t]+)(?!-)/gi;

/** A quoted value may have lost its end where a long line was cut. */
const quoted = /\\+(["'])(?:(?!\\+\1)[^])*|"(?:[^"\\]|\\[^])*"?|'(?:[^'\\]|\\[^])*'?/y;
const inBraces = /\{[^{}"'\s][^{}]*\}/y;
// A pair of a connection string or of a query ends where the next begins, and so does an argument.
const bare = /(?:(?![;&,]\s?[\w.-][\w .-]{0,40}=)(?:[^\s"'`]|["'](?=\w)))+/y;
const toSemicolon = /[^;"'\r\n]+/y;
// In a URL that is a parameter of another one.
const encoded = /(?:(?!%(?:26|3B|20|22|27|0A))[^\s&;"'<>])+/iy;
const toLineEnd = /[^\r\n]+/y;

/*
 * The lines of a program that a traceback shows name no secret but the place it comes from: `token = get_token(scope)`, `password=settings.DB_PASSWORD`.
 * A password has a digit where such a name has none, so that `Sommar2026(x)` is not taken for a call.
 */
const code = new RegExp(
	[
		String.raw`(?:(?:await|new)\s)*(?:(?:[A-Za-z_]{1,64}\.){1,8}[A-Za-z_]{1,64}|[a-z]{1,32}_[A-Za-z_]{1,64}|[A-Za-z]{0,32}[a-z][A-Z][A-Za-z]{1,64})\(`,
		String.raw`[A-Za-z_]{1,64}(?:\.[A-Za-z_]{1,64}){0,8}\[["'][\w-]{1,64}["']\]`,
		String.raw`(?:self|cls|this|settings|config|args|options|process\.env|os\.environ|kwargs|secrets)\.[A-Za-z_][\w.]{0,128}(?=[\s,;)\]}]|$)`,
	].join('|'),
	'y',
);

/** What a value is when there is none: nothing, a variable nobody filled in, a mask. */
const empty =
	/^(?:none|null|nil|undefined|true|false|yes|no|on|off|\*+|x{3,}|\$\{[^}]*\}|\$[A-Z_]+|%[A-Z_]+%|\{\{.*|<[a-z _-]+>|\[[A-Za-z ]+\])$/i;

/** What people write after `Password:` that is no password. */
const prose =
	/^(?:authentication|cannot|could|does|empty|expected|expired|failed|has|incorrect|invalid|is|login|may|mismatch|missing|must|not|ok|rejected|required|should|too|unknown|was|will|wrong)\b/i;

/** The name of a setting, as in a file of them: `MINIO_SECRET_KEY`. */
const isCapitals = /^[A-Z][A-Z0-9_]+$/;

const at = (pattern: RegExp, text: string, from: number): string => {
	pattern.lastIndex = from;
	return pattern.exec(text)?.[0] ?? '';
};

/** Whether the name stands alone in front of its line, as a key of YAML does. */
const startsLine = (text: string, start: number): boolean =>
	/(?:^|[\r\n])[ \t]{0,40}(?:- )?$/.test(text.slice(Math.max(0, start - 48), start));

const followsSemicolon = (text: string, start: number): boolean =>
	/;\s?$/.test(text.slice(Math.max(0, start - 2), start));

const isOpeningKey = (text: string, start: number): boolean => {
	const before = text.slice(Math.max(0, start - 14), start);
	return /\b(?:api|access|secret|account|private|encryption|subscription)[ ]$/i.test(before);
};

const isQuery = (text: string, start: number): boolean => /[?&]/.test(text.charAt(start - 1));

type Found = {readonly start: number; readonly end: number};

/** What of a bare value is the secret: not the brackets and stops of the sentence it stands in. */
const withoutStops = (value: string): string => {
	let end = value.length;
	while (end > 0 && ',;.)]}>\\'.includes(value.charAt(end - 1))) end -= 1;
	return end === 0 ? value : value.slice(0, end);
};

const judge = (kind: SecretKind, value: string, prosaic: boolean): boolean => {
	if (value === '' || empty.test(value)) return false;
	switch (kind) {
		case 'password':
			return !(prosaic && prose.test(value));
		case 'token':
			return prosaic ? looksRandom(value) : !/^(?:\d{1,6}|.{0,2})$/.test(value);
		case 'key':
			return value.length >= 16 && looksRandom(value);
		case 'signature':
			return true;
	}
};

/** Where the secret stands in a value that begins at `from`, undefined where there is none. */
const secretAt = (
	text: string,
	from: number,
	kind: SecretKind,
	{start, name, named}: {readonly start: number; readonly name: string; readonly named: string},
): Found | undefined => {
	const inQuotes = at(quoted, text, from);
	if (inQuotes !== '') {
		// `"Password: "`: the quote ends what the name stands in.
		const quote = inQuotes.charAt(0);
		if (!/["']/.test(named) && text.charAt(start - 1) === quote) return undefined;
		const opening = /^\\*["']/.exec(inQuotes)?.[0].length ?? 0;
		const closed = inQuotes.length > opening && !inQuotes.startsWith('\\') && inQuotes.endsWith(inQuotes.charAt(0));
		const content = inQuotes.slice(opening, closed ? -1 : undefined);
		return judge(kind, content, false) ? {start: from + opening, end: from + opening + content.length} : undefined;
	}
	if (at(code, text, from) !== '') return undefined;
	if (named.startsWith('%')) {
		const inUrl = at(encoded, text, from);
		return judge(kind, inUrl, false) ? {start: from, end: from + inUrl.length} : undefined;
	}
	const byColon = named.includes(':');
	const next = text.charAt(from);
	if (next === '{' || next === '[') {
		const braced = byColon ? '' : at(inBraces, text, from);
		return braced !== '' && judge(kind, braced, false) ? {start: from, end: from + braced.length} : undefined;
	}
	// `password: x` may be a sentence; `"password": x` and `password=x` are none.
	const prosaic = byColon && !/["']/.test(named);
	const isYaml = prosaic && kind === 'password' && startsLine(text, start) && /\s$/.test(named);
	const run = isYaml
		? at(toLineEnd, text, from)
		: followsSemicolon(text, start)
			? at(toSemicolon, text, from)
			: at(bare, text, from);
	if (empty.test(run)) return undefined;
	const value = isYaml ? run.trimEnd() : withoutStops(run);
	// Nobody begins a sentence with `API_TOKEN:`, yet somebody may say that it is missing.
	const isSetting = prosaic && isCapitals.test(name) && !prose.test(value);
	return judge(kind, value, prosaic && !isSetting) ? {start: from, end: from + value.length} : undefined;
};

const secretOf = (text: string, match: RegExpExecArray, pattern: RegExp): Found | undefined => {
	// `%26token%3D`: the number belongs to the sign before the name.
	const name = (match[1] ?? '').replace(text.charAt(match.index - 1) === '%' ? /^[0-9A-F]{2}/i : '', '');
	const named = match[2] ?? '';
	const kind = secretKind(name);
	if (kind === undefined) return undefined;
	if (kind === 'signature' && !isQuery(text, match.index)) return undefined;
	if (kind === 'key' && !isQuery(text, match.index) && !isOpeningKey(text, match.index)) return undefined;
	return secretAt(text, pattern.lastIndex, kind, {start: match.index, name, named});
};

const hideAfter = (pattern: RegExp, text: string): string => {
	let shown = '';
	let from = 0;
	pattern.lastIndex = 0;
	for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
		const found = secretOf(text, match, pattern);
		if (found === undefined) continue;
		shown += text.slice(from, found.start) + hidden;
		from = found.end;
		pattern.lastIndex = found.end;
	}
	return from === 0 ? text : shown + text.slice(from);
};

/**
 * A text without the values of what is named like a secret: `Password=x;` of connection strings, `"accessToken": "x"` of JSON, the same of
 * Python, `password: x` of YAML, `?sig=x` of URLs, `--token x` of commands. A value that is a word or a count stays where only a
 * password would have to be hidden: `token count: 12`, `KeyError: 'rate'`.
 */
export const withoutNamedValues = (text: string): string => hideAfter(option, hideAfter(assignment, text));
