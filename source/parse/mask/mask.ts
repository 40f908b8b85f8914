import {hidden as mask} from './hidden.ts';
import {withoutCommandPasswords} from './command-passwords.ts';
import {withoutIdentityNumbers} from './identity-numbers.ts';
import {isKeyLine, withoutHeaders, withoutTokens, withoutUrlPasswords} from './known-shapes.ts';
import {withoutNamedValues} from './named-values.ts';
import {hideMatches} from './own-patterns.ts';

/** Parts of names under which people keep secrets: `--requirepass`, `MINIO_SECRET_KEY`, `authToken`. */
const telling = '(?:pass|pwd|token|secret|credential|key)';

// Bounded, so that no text takes long however it is made.
const rest = String.raw`[\w.-]{0,64}`;
const value = String.raw`(?:"[^"]*"|'[^']*'|\S+)`;

/** `://user:password@`. A password with an unescaped slash in it is told from the path only by the `@` after it. */
const inUrl = /(:\/\/[^\s:/?#@"']*:)(?:[^\s"'/]{0,2048}|[^\s"'@]{0,2048})@/g;
const afterOption = new RegExp(String.raw`((?<=^|[\s"'])--?${rest}${telling}${rest}\s+)(?!--)${value}`, 'gi');
const afterEquals = new RegExp(`(${telling}${rest}=)${value}`, 'gi');
const inJson = new RegExp(String.raw`(${telling}${rest}"\s*:\s*)"(?:[^"\\]|\\.)*"`, 'gi');
const inHeader = /(\b(?:Bearer|Basic)\s+)[\w+/=.~-]+/g;

/** The name of a file that holds a secret is none. */
const namesFile = /(?:file|path|dir)["=\s:]*$/i;

const hide = (whole: string, before: string): string => (namesFile.test(before) ? whole : `${before}${mask}`);

/**
 * A text with its secrets out: passwords in URLs, and the values of options, variables and JSON keys that are named like one. Whatever is
 * called so is hidden, since what is no secret can be read elsewhere.
 */
export const masked = (text: string): string =>
	text
		.replace(inUrl, `$1${mask}@`)
		.replace(inHeader, `$1${mask}`)
		.replace(inJson, (whole, before: string) => (namesFile.test(before) ? whole : `${before}"${mask}"`))
		.replace(afterEquals, hide)
		.replace(afterOption, hide);

const secretOption = new RegExp(`^--?${rest}${telling}${rest}$`, 'i');
const secretSetting = new RegExp(`^(--?${rest}${telling}${rest}=)[^]*$`, 'i');

const isSecretOption = (word: string | undefined): boolean =>
	word !== undefined && secretOption.test(word) && !namesFile.test(word);

/** The words of a command with their secrets out. A value may be a word of its own here, and hold spaces. */
export const maskedWords = (words: readonly string[]): readonly string[] =>
	words.map((word, index) =>
		isSecretOption(words[index - 1]) && !word.startsWith('--') ? mask : masked(word.replace(secretSetting, hide)),
	);

/** One of these stands in whatever has a secret of ours in it; most lines have none. */
const hint =
	/:\/\/|pass|pwd|token|secret|credential|key|lösenord|masterauth|identified by|mysql|mariadb|mongo|curl|wget|login|redis-cli|sig|authoriz|cookie|bearer|basic|eyJ|A[KSBC][IC]A[A-Z2-7]{16}|gh[pousr]_|github_|gl[a-z]{2,5}-|xox|xapp-|sk-|[srp]k_|hf_|npm_|dapi|pypi-|AIza|ya29|hvs\.|SG\.|glsa_|SWMTKN/i;
const manyDigits = /\d{6}/;

const colours = new RegExp(String.raw`\u001B\[[\d;:]*m`, 'g');

const withoutKnown = (text: string): string => {
	if (isKeyLine(text)) return mask;
	const named = hint.test(text)
		? withoutNamedValues(withoutCommandPasswords(withoutHeaders(withoutTokens(withoutUrlPasswords(text)))))
		: text;
	return manyDigits.test(named) ? withoutIdentityNumbers(named) : named;
};

/**
 * Masks secrets in lines of logs, where `***` then stands: what `masked` hides, tokens that are known by their shape, private keys, Swedish
 * personal identity numbers, and what the given expressions match (a capture group hides only itself). Other than `masked` it
 * leaves what only has the name of a secret: `KeyError: 'rate'`, `max_tokens=512`. Of the lines of a private key only full ones are told alone
 * (`mask/line-mask.ts` masks lines in their order).
 */
export const createMask = (patterns: readonly RegExp[]): ((text: string) => string) => {
	const withoutOwn = patterns.length === 0 ? undefined : hideMatches(patterns);
	const maskBare = (text: string): string => withoutKnown(withoutOwn?.(text) ?? text);
	return text => {
		if (!text.includes('\u001B')) return maskBare(text);
		// Colours stand between names and values. A line with a secret loses them, so that none tells where it began.
		const bare = text.replaceAll(colours, '');
		const shown = maskBare(bare);
		return shown === bare ? text : shown;
	};
};
