import {hidden} from './hidden.ts';
import {looksRandom} from './looks-random.ts';

/*
 * Shapes after https://github.com/gitleaks/gitleaks/blob/master/config/gitleaks.toml and what the makers publish. All of them begin with signs
 * that nothing else begins with.
 */
const issued = [
	'(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}(?![A-Z0-9])',
	String.raw`gh[pousr]_[A-Za-z0-9]{20,255}|github_pat_\w{20,255}`,
	String.raw`gl(?:pat|dt|rt|cbt|ptt|ft|imt|agent|soat)-[\w.-]{20,300}`,
	String.raw`xox[abeoprs]-[\w-]{10,300}|xapp-\d-[\w-]{10,300}`,
	String.raw`sk-[A-Za-z0-9][\w-]{19,300}|[srp]k_(?:live|test)_[A-Za-z0-9]{10,255}`,
	'hf_[A-Za-z0-9]{30,255}|npm_[A-Za-z0-9]{36}|dapi[0-9a-f]{32}(?:-[0-9])?',
	String.raw`pypi-[\w-]{50,500}|AIza[\w-]{35}|ya29\.[\w-]{20,500}|hvs\.[\w-]{20,500}|SG\.[\w-]{16,64}\.[\w-]{16,128}`,
	String.raw`glsa_[A-Za-z0-9]{32}_[0-9a-f]{8}|SWMTKN-1-[\w-]{20,200}|AGE-SECRET-KEY-1[A-Z0-9]{20,80}`,
].join('|');
const token = new RegExp(`(?<![A-Za-z0-9_-])(?:${issued})`, 'g');

// The base64 of `{"`, and at least one more part: https://www.rfc-editor.org/rfc/rfc7519#section-3.1
const jwt = /(?<![\w-])eyJ[\w-]{6,8192}(?:\.[\w-]{0,8192}){1,4}/g;

const privateKey = /(-----BEGIN [A-Z ]{0,32}PRIVATE KEY(?: BLOCK)?-----)[^]*?(?=-----END |$)/g;

// What RFC 7468, OpenSSH and MIME write to a line. A digest of as many signs is all small letters or all capitals.
const keyLine = /^\s*(?=\S*[a-z])(?=\S*[A-Z])(?=\S*\d)(?:[A-Za-z0-9+/]{64}|[A-Za-z0-9+/]{70}|[A-Za-z0-9+/]{76})\s*$/;

/** `://user:password@`. A password with an unescaped slash in it is told from the path only by the `@` after it, a port by what follows it. */
const inUrl = /(:\/\/[^\s:/?#@"']{0,256}:)(?!\d{1,5}(?:[/?#]|$))(?:[^\s"'/]{1,512}|[^\s"'@]{1,512})@/g;
const userOfUrl = /(:\/\/)([^\s:/?#@"']{20,512})(?=@)/g;
const webhook = /(hooks\.slack\.com\/(?:services|workflows)\/)[\w/]{10,200}/g;

const schemes =
	'Bearer|Basic|Digest|Negotiate|NTLM|Token|ApiKey|SharedKey(?:Lite)?|SharedAccessSignature|AWS4-HMAC-SHA256|GoogleLogin';
const header = new RegExp(
	String.raw`(authorization\\*["']?\s{0,8}[:=]\s{0,8}\\*["']?(?:${schemes})\s{1,8})(?!\*\*\*)[^"'\\\r\n]+`,
	'gi',
);
const headerAlone = new RegExp(
	String.raw`(authorization\\*["']?\s{0,8}[:=]\s{0,8}\\*["']?)(?!(?:${schemes})\s)([^\s"',;\\]{8,})`,
	'gi',
);
const scheme = /(\b(?:Bearer|Basic)\s{1,8})([\w+/=.~-]{8,})/gi;
const cookie = /(\b(?:set-)?cookie\\*["']?\s{0,8}[:=]\s{0,8}\\*["']?)(?=[^\s"'=;]{1,128}=)[^"'\r\n]+/gi;

const ifRandom = (whole: string, before: string, value: string): string =>
	looksRandom(value) ? `${before}${hidden}` : whole;

/** A text without URLs' passwords. */
export const withoutUrlPasswords = (text: string): string =>
	text.replace(inUrl, `$1${hidden}@`).replace(userOfUrl, ifRandom).replace(webhook, `$1${hidden}`);

/** A text without what goes into a header to be let in. */
export const withoutHeaders = (text: string): string =>
	text
		.replace(header, `$1${hidden}`)
		.replace(headerAlone, ifRandom)
		.replace(scheme, ifRandom)
		.replace(cookie, `$1${hidden}`);

/** A text without tokens that are known by their shape, wherever they stand, and without private keys. */
export const withoutTokens = (text: string): string =>
	text.replace(token, hidden).replace(jwt, hidden).replace(privateKey, `$1${hidden}`);

/** Whether a line may be one from the middle of a private key (or of a certificate, which looks the same). */
export const isKeyLine = (line: string): boolean => line.length >= 64 && line.length <= 100 && keyLine.test(line);
