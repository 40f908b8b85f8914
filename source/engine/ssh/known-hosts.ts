import {createHmac} from 'node:crypto';

/** A known_hosts file as read, in the order the files count. */
export type KnownHostsFile = {readonly path: string; readonly text: string};

export type LookUp =
	| {readonly is: 'ok'}
	| {readonly is: 'unknown'}
	| {readonly is: 'changed' | 'revoked'; readonly file: string; readonly line: number}
	/** Only certificate authorities are listed for the host, which vouch for certificates that are not supported here. */
	| {readonly is: 'ca-only'; readonly file: string; readonly line: number};

type Entry = {
	readonly file: string;
	readonly line: number;
	readonly marker: string | undefined;
	readonly keyType: string;
	readonly key: string;
};

/** The name a host has in known_hosts: `[host]:port` unless the port is 22. */
export const knownName = (host: string, port: number): string =>
	port === 22 ? host.toLowerCase() : `[${host.toLowerCase()}]:${port}`;

const globs = (pattern: string, name: string): boolean =>
	new RegExp(
		`^${pattern
			.toLowerCase()
			.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
			.replaceAll('*', '.*')
			.replaceAll('?', '.')}$`,
	).test(name);

/** `|1|salt|HMAC-SHA1 of the name|`, both in base64. */
const hashes = (hashed: string, name: string): boolean => {
	const [, version, salt = '', hash] = hashed.split('|');
	return version === '1' && createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest('base64') === hash;
};

const names = (patterns: string, name: string): boolean => {
	if (patterns.startsWith('|')) return hashes(patterns, name);
	const list = patterns.split(',');
	return (
		!list.some(pattern => pattern.startsWith('!') && globs(pattern.slice(1), name)) &&
		list.some(pattern => !pattern.startsWith('!') && globs(pattern, name))
	);
};

/** The entries that name this host. The format: https://man.openbsd.org/sshd.8#SSH_KNOWN_HOSTS_FILE_FORMAT */
const entriesFor = (files: readonly KnownHostsFile[], name: string): Entry[] =>
	files.flatMap(({path, text}) =>
		text.split('\n').flatMap((content, index): Entry[] => {
			const fields = content.trim().split(/\s+/);
			const marker = fields[0]?.startsWith('@') ? fields.shift() : undefined;
			const [patterns = '', keyType, key] = fields;
			if (patterns.startsWith('#') || keyType === undefined || key === undefined || !names(patterns, name)) return [];
			return [{file: path, line: index + 1, marker, keyType, key}];
		}),
	);

/**
 * What the files say about the key that a host shows. As in OpenSSH, a host with another key of whatever type has changed, and a
 * host on another port than 22 is also known by its plain name when the key is the same. `key` is in SSH's wire format.
 */
export const lookUp = (files: readonly KnownHostsFile[], host: string, port: number, key: Buffer): LookUp => {
	const shown = key.toString('base64');
	const entries = entriesFor(files, knownName(host, port));
	const plain = port === 22 ? entries : entriesFor(files, knownName(host, 22));

	const revoked = [...entries, ...plain].find(entry => entry.marker === '@revoked' && entry.key === shown);
	if (revoked !== undefined) return {is: 'revoked', file: revoked.file, line: revoked.line};

	const keys = entries.filter(({marker}) => marker === undefined);
	if ([...keys, ...plain].some(entry => entry.marker === undefined && entry.key === shown)) return {is: 'ok'};
	// The line of the same type is the one to look at.
	const other = keys.find(entry => entry.keyType === keyTypeOf(key)) ?? keys[0];
	if (other !== undefined) return {is: 'changed', file: other.file, line: other.line};

	const authority = entries.find(({marker}) => marker === '@cert-authority');
	return authority === undefined ? {is: 'unknown'} : {is: 'ca-only', file: authority.file, line: authority.line};
};

/** The types of the keys known for a host, so that the server can be asked to show one of those. */
export const knownKeyTypes = (files: readonly KnownHostsFile[], host: string, port: number): string[] => {
	const own = entriesFor(files, knownName(host, port));
	const entries = own.some(({marker}) => marker === undefined) ? own : entriesFor(files, knownName(host, 22));
	return [...new Set(entries.filter(({marker}) => marker === undefined).map(({keyType}) => keyType))];
};

/** The type that a key in wire format names itself, such as `ssh-ed25519`. */
export const keyTypeOf = (key: Buffer): string => key.toString('latin1', 4, 4 + key.readUInt32BE(0));

/** The line that makes a key known. */
export const knownHostsLine = (host: string, port: number, key: Buffer): string =>
	`${knownName(host, port)} ${keyTypeOf(key)} ${key.toString('base64')}`;
