import {readFile} from 'node:fs/promises';
import ssh2, {type ParsedKey} from 'ssh2';
import {ProblemError} from '../../domain/problem.ts';
import type {Asker} from '../connection.ts';
import {publicPartOf} from './openssh-key.ts';

export type Hash = 'sha1' | 'sha256' | 'sha512';

/** A key that can be offered, and signed with once the server has said that it would do. */
export type Identity = {
	/** For messages: the path of a file, or a key of the agent. */
	readonly name: string;
	readonly from: 'agent' | 'file';
	/** In SSH's wire format. */
	readonly publicKey: Buffer;
	sign(data: Buffer, hash: Hash | undefined): Promise<Buffer>;
};

const {utils} = ssh2;

/** ssh2 returns its errors, and a list where a file could hold several. */
const parse = (key: string | Buffer, passphrase?: string): ParsedKey | Error => {
	const parsed: ParsedKey | Error | ParsedKey[] = utils.parseKey(key, passphrase);
	return Array.isArray(parsed) ? (parsed[0] ?? new Error('No key in it')) : parsed;
};

const isEncrypted = (error: Error): boolean => /encrypted .*no passphrase|no passphrase given/i.test(error.message);

const textOf = async (path: string): Promise<string | undefined> => readFile(path, 'utf8').catch(() => undefined);

/** The key that lies beside a private one, or in the unencrypted part of it. */
const publicKeyOf = async (path: string, text: string): Promise<Buffer | undefined> => {
	const parsed = parse(text);
	if (!(parsed instanceof Error)) return parsed.getPublicSSH();
	const beside = parse((await textOf(`${path}.pub`)) ?? '');
	return beside instanceof Error ? publicPartOf(text) : beside.getPublicSSH();
};

/** An agent may by its type also give keys in other forms; that of OpenSSH does not. */
const isParsed = (key: unknown): key is ParsedKey => typeof key === 'object' && key !== null && 'getPublicSSH' in key;

const attempts = 3;

/** Opens a private key, asking for its passphrase as often as `ssh` does. */
const unlock = async (path: string, text: string, asker: Asker, signal: AbortSignal): Promise<ParsedKey> => {
	let key = parse(text);
	for (let attempt = 1; key instanceof Error && isEncrypted(key) && attempt <= attempts; attempt++) {
		const label = attempt === 1 ? `passphrase for ${path}` : `passphrase for ${path} (the last one was wrong)`;
		const passphrase = await asker.secret(label, false, signal);
		if (passphrase === undefined) break;
		const opened = parse(text, passphrase);
		if (!(opened instanceof Error)) key = opened;
	}

	if (key instanceof Error) {
		throw new ProblemError({
			what: `Cannot use the key ${path}`,
			why: isEncrypted(key) ? 'its passphrase was not given' : 'it is damaged, or of a kind not supported here',
			next: 'add it to your agent with `ssh-add`, or use another key',
		});
	}

	return key;
};

/** The key in a file; undefined where there is no file, or no key that can be read in it. */
export const identityInFile = async (
	path: string,
	asker: Asker,
	signal: AbortSignal,
): Promise<Identity | undefined> => {
	const text = await textOf(path);
	if (text === undefined) return undefined;
	let unlocked: Promise<ParsedKey> | undefined;
	const privateKey = () => (unlocked ??= unlock(path, text, asker, signal));
	try {
		// An old key says nothing of its public part until it is opened.
		const publicKey = (await publicKeyOf(path, text)) ?? (await privateKey()).getPublicSSH();
		return {
			name: path,
			from: 'file',
			publicKey,
			async sign(data, hash) {
				const signature: Buffer | Error = (await privateKey()).sign(data, hash);
				if (signature instanceof Error) throw signature;
				return signature;
			},
		};
	} catch (error) {
		if (error instanceof ProblemError) return undefined;
		throw error;
	}
};

/** The keys an agent holds. Rejects when there is no agent at this socket. */
export const identitiesOfAgent = async (socket: string): Promise<readonly Identity[]> => {
	const agent = ssh2.createAgent(socket);
	const keys = await new Promise<readonly ParsedKey[]>((resolve, reject) => {
		agent.getIdentities((error, found = []) => (error ? reject(error) : resolve(found.filter(key => isParsed(key)))));
	});
	return keys.map(key => ({
		name: `${key.comment === '' ? key.type : key.comment} of the agent`,
		from: 'agent',
		publicKey: key.getPublicSSH(),
		sign: async (data, hash) =>
			new Promise<Buffer>((resolve, reject) => {
				agent.sign(key, data, hash === undefined ? {} : {hash}, (error, signature) =>
					error || signature === undefined ? reject(error ?? new Error('No signature')) : resolve(signature),
				);
			}),
	}));
};
