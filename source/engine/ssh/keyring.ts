import ssh2, {type IdentityCallback, type ParsedKey, type SignCallback, type SigningRequestOptions} from 'ssh2';
import type {Asker} from '../connection.ts';
import {identitiesOfAgent, identityInFile, type Hash, type Identity} from './identities.ts';
import type {SshTarget} from './ssh-target.ts';

const isIn = (list: readonly Identity[], {publicKey}: Identity): boolean =>
	list.some(identity => identity.publicKey.equals(publicKey));

/** All keys to offer, in the order of `ssh`: those of the agent that the configuration names, its others, then the files. */
export const gatherIdentities = async (
	target: SshTarget,
	asker: Asker,
	signal: AbortSignal,
	trouble: (sentence: string) => void,
): Promise<readonly Identity[]> => {
	const held =
		target.agent === undefined
			? []
			: await identitiesOfAgent(target.agent).catch(() => {
					trouble(`no agent answered at ${target.agent}`);
					return [];
				});
	const files: Identity[] = [];
	for (const path of target.identityFiles) {
		const identity = await identityInFile(path, asker, signal);
		if (identity !== undefined) files.push(identity);
	}

	const named = held.filter(identity => isIn(files, identity));
	const others = target.identitiesOnly ? [] : held.filter(identity => !isIn(files, identity));
	return [...named, ...others, ...files.filter(identity => !isIn(held, identity))];
};

/**
 * The keys as an agent to ssh2, whatever they come from: the only way it has to sign after waiting, so that a passphrase is
 * asked for only once the server has said that the key would do.
 */
export class Keyring extends ssh2.BaseAgent<Buffer> {
	readonly #identities: readonly Identity[];
	readonly #used: (identity: Identity) => void;
	readonly #failed: (identity: Identity, error: unknown) => void;

	/** `used` hears of each key that the server would take, `failed` of one that then could not sign. */
	constructor(
		identities: readonly Identity[],
		used: (identity: Identity) => void,
		failed: (identity: Identity, error: unknown) => void,
	) {
		super();
		this.#identities = identities;
		this.#used = used;
		this.#failed = failed;
	}

	override getIdentities(done: IdentityCallback<Buffer>): void {
		done(
			undefined,
			this.#identities.map(({publicKey}) => publicKey),
		);
	}

	override sign(
		key: Buffer | ParsedKey,
		data: Buffer,
		options: SigningRequestOptions | SignCallback,
		last?: SignCallback,
	): void {
		const done = typeof options === 'function' ? options : last;
		const hash = typeof options === 'function' ? undefined : options.hash;
		const wire = Buffer.isBuffer(key) ? key : key.getPublicSSH();
		const identity = this.#identities.find(({publicKey}) => publicKey.equals(wire));
		if (identity === undefined || done === undefined) return;
		void this.#signWith(identity, data, hash, done);
	}

	async #signWith(identity: Identity, data: Buffer, hash: Hash | undefined, done: SignCallback): Promise<void> {
		let signature: Buffer;
		this.#used(identity);
		try {
			signature = await identity.sign(data, hash);
		} catch (error) {
			this.#failed(identity, error);
			done(error instanceof Error ? error : new Error('The key could not sign', {cause: error}));
			return;
		}

		done(undefined, signature);
	}
}
