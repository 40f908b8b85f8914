import type {Connection as SshClient} from 'ssh2';

/** Why a tunnel is not opened, in the number and the words that OpenSSH has for it. */
export type Refusal = {readonly reason: number; readonly words: string};

// https://www.rfc-editor.org/rfc/rfc4254#section-5.1
const reasons = {prohibited: 1, failed: 2} as const;

export const notAllowed: Refusal = {reason: reasons.prohibited, words: 'open failed'};
export const unknownName: Refusal = {reason: reasons.failed, words: 'Name or service not known'};

const texts: Readonly<Record<string, string>> = {
	ECONNREFUSED: 'Connection refused',
	ECONNRESET: 'Connection reset by peer',
	ENOENT: 'No such file or directory',
	ENOTSOCK: 'Connection refused',
	EACCES: 'Permission denied',
};

/** What the system said of a connection that did not come about. */
export const refusalOf = (error: Pick<NodeJS.ErrnoException, 'code'>): Refusal => ({
	reason: reasons.failed,
	words: texts[error.code ?? ''] ?? 'Connection refused',
});

/**
 * Lets the rejection of a tunnel say why, as OpenSSH does and as clients go by; ssh2's server has no way to say it. Returns what is to
 * be called right before a rejection.
 */
export const sayingWhy = (client: SshClient): ((why: Refusal) => void) => {
	const protocol: unknown = Reflect.get(client, '_protocol');
	if (typeof protocol !== 'object' || protocol === null) return () => undefined;
	const reject: unknown = Reflect.get(protocol, 'channelOpenFail');
	if (typeof reject !== 'function') return () => undefined;
	let next: Refusal | undefined;
	Reflect.set(protocol, 'channelOpenFail', (channel: number, reason: number, words: string) => {
		const why = next ?? {reason, words};
		next = undefined;
		Reflect.apply(reject, protocol, [channel, why.reason, why.words]);
	});
	return why => {
		next = why;
	};
};
