import {createWrongCertificate} from './login/certificates.ts';
import type {Host} from './host.ts';
import type {Situation} from './situations/situation.ts';
import type {Catalog, StoredProcedure} from './sql/catalog.ts';
import {systemDatabase} from './sql/catalog.ts';

/** A host whose parts are at any moment what the situation makes of them. */
export type LiveHost = {
	readonly host: Host;
	/** From now on it is in this situation, and no more in the one before. */
	turn(situation: Situation | undefined): void;
};

/** @param names DNS names and IPv4 addresses for certificates */
export const createLiveHost = (
	base: Omit<Host, 'refusal' | 'offline'>,
	names: readonly string[],
	/** Whether situations play on this procedure. */
	plays: (stored: StoredProcedure) => boolean,
): LiveHost => {
	let situation: Situation | undefined;
	let {certificate} = base;
	let ahead = 0;

	const catalog: Catalog = {
		database: name => {
			const found = base.catalog.database(name);
			return situation?.databases === 'gone' && found !== systemDatabase ? undefined : found;
		},
		find(text, currentDatabase) {
			const found = base.catalog.find(text, currentDatabase);
			return found && situation?.procedure && plays(found) ? situation.procedure(found) : found;
		},
	};
	const host: Host = {
		...base,
		catalog,
		get encryption() {
			return base.encryption === 'none' ? 'none' : (situation?.encryption ?? base.encryption);
		},
		get certificate() {
			return certificate;
		},
		get faults() {
			return {...base.faults, ...situation?.faults};
		},
		now: () => new Date(base.now().getTime() + ahead),
		refusal: user => situation?.refusal?.(user),
		offline: database => situation?.databases === 'offline' && database !== systemDatabase,
	};
	return {
		host,
		turn(next) {
			situation = next;
			const now = base.now();
			ahead = next?.ahead?.(now, base.timeZone) ?? 0;
			certificate =
				next?.certificate && base.certificate
					? createWrongCertificate(next.certificate, {authority: base.certificate, names, now: new Date()})
					: base.certificate;
		},
	};
};
