const magic = 'openssh-key-v1\0';

/**
 * The public key in wire format that an OpenSSH private key file carries in clear, even when it is encrypted; undefined for any other
 * file. https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.key
 */
export const publicPartOf = (text: string): Buffer | undefined => {
	const body = /-----BEGIN OPENSSH PRIVATE KEY-----(?<base64>[^-]+)/.exec(text)?.groups?.['base64'];
	if (body === undefined) return undefined;
	const bytes = Buffer.from(body, 'base64');
	if (bytes.toString('latin1', 0, magic.length) !== magic) return undefined;
	let at = magic.length;
	const field = (): Buffer => {
		const length = bytes.readUInt32BE(at);
		at += 4 + length;
		if (at > bytes.length) throw new RangeError('The key file is cut off');
		return bytes.subarray(at - length, at);
	};

	try {
		field(); // Name of the cipher
		field(); // Name of the key derivation
		field(); // Its options
		at += 4; // Number of keys, always 1
		return field();
	} catch (error) {
		if (error instanceof RangeError) return undefined;
		throw error;
	}
};
