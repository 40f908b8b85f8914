import type {TLSSocket} from 'node:tls';
import type {Clocks} from '../../domain/data/freshness.ts';
import {clockNotes} from '../../domain/time/clocks.ts';
import type {Reach} from './reach.ts';
import {quoted, type Subject} from './subject.ts';

/** What is known of the way there, in front of what follows from it: `sql01 is 10.1.2.3, instance ER has port 1435, `. */
export const wayInWords = ({config: {server, instance}}: Subject, {address, port}: Reach): string => {
	const name = address === undefined || address === server ? '' : `${server} is ${address}, `;
	return instance === undefined || port === undefined ? name : `${name}instance ${instance} has port ${port}, `;
};

/** `sql01 is 10.1.2.3, tcp to port 1433 through er-forecast` */
export const networkInWords = (subject: Subject, reach: Reach): string => {
	const known = wayInWords(subject, reach);
	const {server, port} = subject.config;
	const through = subject.through === undefined ? '' : ` through ${subject.through}`;
	return `${known}tcp to ${known === '' ? `${server}:` : 'port '}${reach.port ?? port}${through}`;
};

/** What TLS was agreed on, and with whose certificate. */
export type Encrypted = {
	readonly version: string;
	readonly cipher: string;
	/** Whom the certificate is for; undefined where it does not say. */
	readonly owner: string | undefined;
	readonly until: Date | undefined;
};

export const encryptedBy = (tls: TLSSocket): Encrypted => {
	const {subject, valid_to: until} = tls.getPeerCertificate();
	const ends = new Date(until);
	const {CN: name} = subject ?? {};
	return {
		version: (tls.getProtocol() ?? 'TLS').replace('v', ' '),
		cipher: tls.getCipher().name,
		owner: Array.isArray(name) ? name[0] : name,
		until: Number.isNaN(ends.getTime()) ? undefined : ends,
	};
};

/** `certificate verified, of sql01 until 2027-03-01, TLS 1.2 with ECDHE-RSA-AES256-GCM-SHA384`; what was agreed on may not be known. */
export const encryptionInWords = (subject: Subject, agreed: Encrypted | undefined): string => {
	const {
		config: {encrypt, trustServerCertificate},
		through,
	} = subject;
	if (encrypt === false)
		return `not encrypted by config${through === undefined ? '' : ' (the SSH tunnel encrypts up to the host)'}`;
	// With `strict` the driver verifies whatever else is configured.
	const verified = trustServerCertificate && encrypt !== 'strict' ? 'not verified' : 'verified';
	if (agreed === undefined) return `certificate ${verified}, encrypted`;
	const {version, cipher, owner, until} = agreed;
	const whose = [
		...(owner === undefined ? [] : [`of ${quoted(subject, owner)}`]),
		...(until === undefined ? [] : [`until ${until.toISOString().slice(0, 10)}`]),
	].join(' ');
	return [`certificate ${verified}`, ...(whose === '' ? [] : [whose]), `${version} with ${cipher}`].join(', ');
};

/** `ER`, and which clocks differ. */
export const databaseInWords = (database: string, clocks: Clocks): string =>
	[database, ...clockNotes(clocks)].join('; ');
