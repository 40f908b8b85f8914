import type {Certificate} from './certificate.ts';
import {createCertificate, issueCertificate} from './certificate.ts';

/** What can be wrong with a certificate, as a client that trusts the server's own sees it. */
export type WrongCertificate = 'expired' | 'wrong name' | 'untrusted';

const hour = 3_600_000;
const day = 24 * hour;

/**
 * A certificate for these names of which one thing is wrong at `now`, and all else is right: the ones that are expired or for
 * another name are signed by `authority`.
 */
export const createWrongCertificate = (
	wrong: WrongCertificate,
	{authority, names, now}: {authority: Certificate; names: readonly string[]; now: Date},
): Certificate => {
	const from = new Date(now.getTime() - 365 * day);
	switch (wrong) {
		case 'expired':
			return issueCertificate(authority, names, {from, until: new Date(now.getTime() - 8 * hour)});
		case 'wrong name':
			return issueCertificate(authority, ['sql02.example.org'], {from, until: new Date(now.getTime() + 30 * day)});
		case 'untrusted':
			return createCertificate(names, now);
	}
};
