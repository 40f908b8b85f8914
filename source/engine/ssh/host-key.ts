import {createHash} from 'node:crypto';
import {RefusedError, type Problem} from '../../domain/problem.ts';
import {sh} from '../host/shell.ts';
import type {Asker} from '../connection.ts';
import {keyTypeOf, knownHostsLine, knownKeyTypes, knownName, lookUp} from './known-hosts.ts';
import {readKnownHosts, rememberHost} from './known-hosts-files.ts';
import type {SshTarget} from './ssh-target.ts';

/** As `ssh-keygen -l` prints it. */
export const fingerprint = (key: Buffer): string =>
	`SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;

/** The name and port a target's key is known by. With an alias the port plays no part, as in OpenSSH. */
const knownAs = ({host, port, hostKeyAlias}: SshTarget): {name: string; port: number} =>
	hostKeyAlias === undefined ? {name: host, port} : {name: hostKeyAlias, port: 22};

/** ssh2's own list without SHA-1 signatures, which servers have not needed since OpenSSH 7.2. */
const algorithms = [
	'ssh-ed25519',
	'ecdsa-sha2-nistp256',
	'ecdsa-sha2-nistp384',
	'ecdsa-sha2-nistp521',
	'rsa-sha2-512',
	'rsa-sha2-256',
] as const;
export type HostKeyAlgorithm = (typeof algorithms)[number];

const signsWith = (algorithm: HostKeyAlgorithm): string => (algorithm.startsWith('rsa-') ? 'ssh-rsa' : algorithm);

/**
 * The algorithms to ask for, those of known keys first: a server shows one key only, and one of a type never seen would look
 * like a changed host.
 */
export const hostKeyAlgorithms = async (target: SshTarget): Promise<HostKeyAlgorithm[]> => {
	const {name, port} = knownAs(target);
	const known = knownKeyTypes(await readKnownHosts(target.knownHostsFiles), name, port);
	const isKnown = (algorithm: HostKeyAlgorithm) => known.includes(signsWith(algorithm));
	return [...algorithms.filter(isKnown), ...algorithms.filter(algorithm => !isKnown(algorithm))];
};

/**
 * Resolves when the key is the host's: known, or unknown and trusted by the person asked, which is then remembered. Says in words which key it
 * is and how it is known. Throws a `RefusedError` when it is not the host's.
 */
export const verifyHostKey = async (
	target: SshTarget,
	key: Buffer,
	asker: Pick<Asker, 'trust'>,
	signal: AbortSignal,
): Promise<string> => {
	const {name, port} = knownAs(target);
	const verdict = lookUp(await readKnownHosts(target.knownHostsFiles), name, port, key);
	switch (verdict.is) {
		case 'ok':
			return `${inWords(key)}, known`;
		case 'unknown': {
			if (!(await asker.trust(knownName(name, port), keyTypeOf(key), fingerprint(key), signal)))
				throw new RefusedError(notTrusted(target));
			const [file] = target.knownHostsFiles;
			// Where the file cannot be written the answer holds for this time, as with ssh.
			if (file !== undefined) await rememberHost(file, knownHostsLine(name, port, key)).catch(() => {});
			return `${inWords(key)}, trusted now`;
		}
		case 'changed':
		case 'revoked':
		case 'ca-only':
			throw new RefusedError(refusal(target, knownName(name, port), key, verdict));
	}
};

const inWords = (key: Buffer): string => `${keyTypeOf(key)} ${fingerprint(key)}`;

const notTrusted = ({label}: SshTarget): Problem => ({
	what: `Not connected to ${label}`,
	why: 'its host key is not known, and was not trusted',
	next: 'compare the fingerprint with the one its owner gives, then connect again',
});

const refusal = (
	{label}: SshTarget,
	name: string,
	key: Buffer,
	{is, file, line}: {readonly is: 'changed' | 'revoked' | 'ca-only'; readonly file: string; readonly line: number},
): Problem => {
	const what = `Not connected to ${label}`;
	const shown = inWords(key);
	switch (is) {
		case 'changed':
			return {
				what,
				why: `its host key (${shown}) is not the one in ${file} line ${line}: the server was reinstalled, or somebody is in between`,
				next: `ask its owner whether the key was changed; if so, run \`${sh`ssh-keygen -R ${name} -f ${file}`}\` and connect again`,
			};
		case 'revoked':
			return {
				what,
				why: `its host key (${shown}) is marked as revoked in ${file} line ${line}`,
				next: `ask its owner for the new key; only if the mark is wrong, run \`${sh`ssh-keygen -R ${name} -f ${file}`}\``,
			};
		case 'ca-only':
			return {
				what,
				why: `${file} line ${line} knows it by a certificate authority, and host certificates are not supported here`,
				next: 'add the key of the server itself to that file, after comparing its fingerprint',
			};
	}
};
