import {hidden} from './hidden.ts';

/** Up to an option, in the same command. Bounded, so that no text takes long however it is made. */
const words = String.raw`[^|;&\r\n]{0,200}?`;
/** What stands between the words of a command, also where they are written as a list. */
const gap = String.raw`["']?,?[ \t]{1,8}`;
/** A value in quotes, which may have lost its end, or a bare one. */
const value = String.raw`(?:"[^"\r\n]{1,512}|'[^'\r\n]{1,512}|[^\s"'-][^\s"']{0,511})`;

/** A command, and the option of it behind which its password stands. */
const option = (programs: string, flag: string): RegExp =>
	new RegExp(String.raw`(?<![\w.-])((?:${programs})(?=["'\s])${words}${gap}["']?${flag})(${value})`, 'g');

const mysql =
	'mysql(?:dump|admin|import|check|show|pump)?|mariadb(?:-dump|-admin)?|mongo(?:sh|dump|restore|export|import)?';

const passwords = [
	option(`${mysql}|sshpass`, `-p(?:${gap}(?!-))?`),
	option(String.raw`(?:docker|podman|nerdctl|oc|az)[ \t]{1,8}login`, `-p${gap}(?!-)`),
	option('redis-cli', `-a${gap}(?!-)`),
];
/** `curl -u user:password` */
const user = new RegExp(
	String.raw`(?<![\w.-])((?:curl|wget)(?=["'\s])${words}${gap}["']?(?:-[uU](?:${gap})?|--(?:proxy-)?user(?:=|${gap}))["']?[^\s"':/]{1,128}:)([^"'\s]{1,512}(?:[^"'\r\n]{0,512}(?=["']))?)`,
	'g',
);

const quoted = /((?:\bpassword|\bidentified by)\s{1,8})(["'])((?:(?!\2)[^\\\r\n]|\\.|\2\2){1,512})(?=\2)/gi;
/** What is said of a password in quotes is none. */
const prose = /^(?:is|was|has|must|may|should|not|can)\b/i;

const hide = (_whole: string, before: string, shown: string): string =>
	before + (/^["']/.exec(shown)?.[0] ?? '') + hidden;

/** A text without the passwords of commands that take them in an option of one letter, and without those that a sentence or SQL quotes. */
export const withoutCommandPasswords = (text: string): string =>
	passwords
		.reduce((shown, pattern) => shown.replace(pattern, hide), text)
		.replace(user, `$1${hidden}`)
		.replace(quoted, (whole, before: string, quote: string, password: string) =>
			prose.test(password) ? whole : before + quote + hidden,
		);
