/** What stands where a secret stood. */
const mask = '***';

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
