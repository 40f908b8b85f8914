import type {Cause} from '../../../domain/data/cause.ts';
import type {Verdict} from '../../../domain/data/verdict.ts';
import {codesWithin} from './errors-within.ts';
import {without, type Finding} from '../finding.ts';
import {address, origin, quoted, type Subject} from '../subject.ts';

// https://docs.openssl.org/master/man1/openssl-verification-options/
const untrusted = [
	'DEPTH_ZERO_SELF_SIGNED_CERT',
	'SELF_SIGNED_CERT_IN_CHAIN',
	'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
	'UNABLE_TO_GET_ISSUER_CERT',
	'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
	'CERT_SIGNATURE_FAILURE',
];

/** Why no trusted encryption came about; undefined when the errors are about something else. */
export const explainTls = (errors: readonly Error[], subject: Subject): Finding | undefined => {
	const codes = codesWithin(errors);
	const has = (...wanted: readonly string[]): boolean => wanted.some(code => codes.includes(code));
	const finding = (cause: Cause, evidence: string, why: string, next: string): Finding =>
		without('tls', 'failed', cause, evidence, {
			what: `Cannot encrypt the connection to SQL Server at ${address(subject)}`,
			why,
			next,
		});
	if (has('EENCRYPT')) {
		return subject.config.encrypt === false
			? finding(
					'encryption',
					'the server requires encryption',
					'SQL Server takes encrypted connections only, and the config says `encrypt: false`',
					'set `encrypt: true` in the config',
				)
			: finding(
					'unencrypted',
					'the server offers no encryption',
					'SQL Server offers no encryption, and the password must not travel in the clear',
					subject.through === undefined
						? 'ask the database team to install a certificate, or go through an SSH host and set `encrypt: false`'
						: `ask the database team to install a certificate, or set \`encrypt: false\` if the network behind ${origin(subject)} is trusted`,
				);
	}
	if (has(...untrusted))
		return finding(
			'untrusted',
			'certificate signed by nobody known',
			'its certificate is signed by nobody that this machine trusts',
			`set \`ca\` to the certificate of whoever signed it (the database team has it)${
				subject.config.encrypt === 'strict'
					? '; with `encrypt: strict` it is verified whatever `trustServerCertificate` says'
					: ', or `trustServerCertificate: true` to do without'
			}`,
		);
	if (has('CERT_HAS_EXPIRED'))
		return finding(
			'expired',
			'certificate expired',
			'its certificate has expired',
			'ask the database team to renew it',
		);
	if (has('CERT_NOT_YET_VALID'))
		return finding(
			'premature',
			'certificate not valid yet',
			'its certificate is not valid yet, as seen from this machine',
			'check the clock of this machine, then ask the database team',
		);
	if (has('ERR_TLS_CERT_ALTNAME_INVALID'))
		return finding(
			'hostname',
			'certificate for another name',
			`its certificate was made for another name than ${subject.config.server}${namesIn(errors, subject)}`,
			'set `server` in the config to a name in the certificate; the database team knows it',
		);
	if (codes.some(code => code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_') || code === 'EPROTO'))
		return subject.config.encrypt === 'strict'
			? noStrictTls('TLS handshake failed', 'the two could not agree on TLS', subject)
			: finding(
					'tls',
					'TLS handshake failed',
					'the two could not agree on a version of TLS or a cipher',
					'ask the database team which versions of TLS the server takes; TLS 1.2 is needed',
				);
	return undefined;
};

/** A server that knows no TDS 8 takes the first byte of TLS for noise. `how` is what became of it. */
export const noStrictTls = (evidence: string, how: string, subject: Subject, verdict: Verdict = 'failed'): Finding =>
	without('tls', verdict, 'encryption', evidence, {
		what: `Cannot encrypt the connection to SQL Server at ${address(subject)}`,
		why: `${how}; \`encrypt: strict\` needs SQL Server 2022 or newer`,
		next: 'set `encrypt: true` in the config, or ask the database team whether the server takes strict encryption on this port',
	});

/** `: sql01.example.org, 10.1.2.3`, of the certificate that Node keeps in the error; empty where it names nobody. */
const namesIn = (errors: readonly Error[], subject: Subject): string => {
	const names = errors.flatMap(error => {
		const certificate = 'cert' in error ? error.cert : undefined;
		if (typeof certificate !== 'object' || certificate === null || !('subjectaltname' in certificate)) return [];
		return String(certificate.subjectaltname).replaceAll(/\b(?:DNS|IP Address):/g, '');
	});
	return names[0] === undefined ? '' : `: ${quoted(subject, names[0])}`;
};
