import {createPrivateKey, generateKeyPairSync, randomBytes, sign, X509Certificate, type KeyObject} from 'node:crypto';
import {isIPv4} from 'node:net';

/** Both in PEM. */
export type Certificate = {readonly pem: string; readonly key: string};

// X.690: tag, length, content.
const der = (tag: number, ...content: readonly Uint8Array[]): Buffer => {
	const body = Buffer.concat(content);
	if (body.length < 0x80) {
		return Buffer.concat([Buffer.from([tag, body.length]), body]);
	}

	const length = Buffer.from(body.length.toString(16).padStart(body.length > 0xff ? 4 : 2, '0'), 'hex');
	return Buffer.concat([Buffer.from([tag, 0x80 | length.length]), length, body]);
};

const sequence = (...parts: readonly Uint8Array[]) => der(0x30, ...parts);
const integer = (...bytes: readonly number[]) => der(0x02, Buffer.from(bytes));
const yes = der(0x01, Buffer.from([0xff]));
const oid = (hex: string) => der(0x06, Buffer.from(hex, 'hex'));
const bits = (bytes: Uint8Array, unused = 0) => der(0x03, Buffer.from([unused]), bytes);

// 1.2.840.10045.4.3.2, ecdsa-with-SHA256
const algorithm = sequence(oid('2a8648ce3d040302'));
const ids = {commonName: '550403', keyUsage: '551d0f', alternativeName: '551d11', basicConstraints: '551d13'} as const;

const extension = (id: string, value: Uint8Array, critical: boolean) =>
	sequence(oid(id), ...(critical ? [yes] : []), der(0x04, value));

const time = (date: Date) => der(0x17, Buffer.from(`${date.toISOString().replaceAll(/\D/g, '').slice(2, 14)}Z`));

const alternativeName = (name: string) =>
	isIPv4(name) ? der(0x87, Buffer.from(name.split('.').map(Number))) : der(0x82, Buffer.from(name, 'ascii'));

const day = 86_400_000;

type Validity = {readonly from: Date; readonly until: Date};

const nameOf = (commonName: string): Buffer =>
	sequence(der(0x31, sequence(oid(ids.commonName), der(0x0c, Buffer.from(commonName)))));

type Content = {
	readonly subject: string;
	readonly issuer: string;
	readonly names: readonly string[];
	readonly validity: Validity;
	readonly key: KeyObject;
	readonly authority: boolean;
};

const write = ({subject, issuer, names, validity, key, authority}: Content, signer: KeyObject): string => {
	const content = sequence(
		der(0xa0, integer(2)),
		integer(0x01, ...randomBytes(8)),
		algorithm,
		nameOf(issuer),
		sequence(time(validity.from), time(validity.until)),
		nameOf(subject),
		key.export({type: 'spki', format: 'der'}),
		der(
			0xa3,
			sequence(
				extension(ids.basicConstraints, sequence(...(authority ? [yes] : [])), true),
				// digitalSignature, and keyCertSign for an authority
				extension(ids.keyUsage, authority ? bits(Buffer.from([0x84]), 2) : bits(Buffer.from([0x80]), 7), true),
				extension(ids.alternativeName, sequence(...names.map(alternativeName)), false),
			),
		),
	);
	const whole = sequence(content, algorithm, bits(sign('sha256', content, signer)));
	const lines = whole.toString('base64').replaceAll(/.{64}/g, '$&\n');
	return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
};

const newKey = () => generateKeyPairSync('ec', {namedCurve: 'prime256v1'});
const pemOf = (key: KeyObject): string => key.export({type: 'pkcs8', format: 'pem'}).toString();

/**
 * A self-signed certificate of its own key (ECDSA P-256), good for these DNS names and IPv4 addresses, from a day ago for
 * 30 days after `now`. It is its own CA, so that a client that trusts it checks it in full. Node can sign but has no way to
 * write X.509 (RFC 5280).
 */
export const createCertificate = (names: readonly string[], now: Date): Certificate => {
	const {privateKey, publicKey} = newKey();
	const subject = names[0] ?? '';
	const validity = {from: new Date(now.getTime() - day), until: new Date(now.getTime() + 30 * day)};
	const pem = write({subject, issuer: subject, names, validity, key: publicKey, authority: true}, privateKey);
	return {pem, key: pemOf(privateKey)};
};

/** A certificate of its own key that `authority`, one made by `createCertificate`, has signed. */
export const issueCertificate = (authority: Certificate, names: readonly string[], validity: Validity): Certificate => {
	const {privateKey, publicKey} = newKey();
	const issuer = new X509Certificate(authority.pem).subject.replace(/^CN=/, '');
	const pem = write(
		// Of a name of its own, or it would be taken for one that signed itself.
		{subject: `SQL Server of ${issuer}`, issuer, names, validity, key: publicKey, authority: false},
		createPrivateKey(authority.key),
	);
	return {pem, key: pemOf(privateKey)};
};
