/**
 * How sure a name is to hold a secret. `password`: whatever it holds. `token`: unless it holds a count or a word. `signature`: in the query of
 * a URL. `key`: the word alone, which is what dictionaries, databases and object stores call something else.
 */
export type SecretKind = 'password' | 'token' | 'signature' | 'key';

/** `db_password`, `MINIO_SECRET_KEY`, `clientSecret` and `x-api-key` in small words. */
const wordsOf = (name: string): readonly string[] =>
	name
		.replaceAll(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, '_')
		.toLowerCase()
		.split(/[^a-z0-9åäö]+|(?<=[a-z])\d+$/)
		.filter(word => word !== '');

const password =
	/passw(?:or)?d|passphrase|passcode|requirepass|lösenord|^(?:\w{0,8}pwd|(?:admin|db|ftp|login|mail|my|pg|root|sa|smtp|sql|user)?pass|pw|masterauth)$/;

/** What is said about a password is none: `password_encryption=scram-sha-256`, `passwordFile`. */
const aboutPasswords = new Set(
	'age attempts auth authentication changed column count encryption error expired expires expiry failed field file files hint id invalid length less method name path dir policy prompt required reset set strength type valid version'.split(
		' ',
	),
);

/** Tokens of a language model, of a parser, and those that turn pages. */
const otherTokens = new Set(
	'added bos cls continuation current eos end eot first image last mask max min new next num page pad prev sep special start stop sub total unexpected unk word'.split(
		' ',
	),
);

const keysThatOpen = new Set(
	'access accesskey account api app auth client consumer crypt decryption encryption fernet functions hmac host instrumentation license master private secret service session shared sharedaccess signing ssh storage subscription webhook'.split(
		' ',
	),
);

const glued = /^(?:\w{0,12}apikey|accesskey|secretkey|privatekey|accountkey|sharedkey|sharedaccesskey|authkey)$/;

/** What the name of an option, a variable or a key of JSON says about its value; undefined when that is no secret. */
export const secretKind = (name: string): SecretKind | undefined => {
	if (!/pass|pw|masterauth|token|secret|credential|key|auth|sig|cookie|lösenord/i.test(name)) return undefined;
	const words = wordsOf(name);
	const last = words.at(-1) ?? '';
	const before = words.at(-2) ?? '';
	if (words.some(word => password.test(word))) {
		return aboutPasswords.has(last) || /passwordless|passwords/.test(last) ? undefined : 'password';
	}
	// `MSSQL_SECRET_BASE64`, `tokenValue`: told by the word before.
	const told = /^(?:value|string|text|base64|b64|hex|prod|test|dev|old)$/.test(last) ? before : last;
	switch (told) {
		case 'token':
			return words.some(word => otherTokens.has(word)) ? undefined : 'token';
		case 'secret':
		case 'credential':
		case 'credentials':
		case 'authtoken':
		case 'accesstoken':
			return 'token';
		case 'sig':
		case 'signature':
			return words.includes('access') ? 'password' : 'signature';
		case 'key':
			if (words.length === 1) return 'key';
			return keysThatOpen.has(before) ? 'password' : undefined;
		default:
			return glued.test(told) ? 'password' : undefined;
	}
};
