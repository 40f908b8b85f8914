import {situationNames, type SituationName} from '../../../source/demo/sql-server/situations.ts';
import type {Freshness} from '../../../source/domain/data/freshness.ts';

/** What a check comes to in each situation: verdict, cause and the step that the check ended at. */
export const expected: Readonly<Record<SituationName, string>> = {
	stopped: 'failed (refused) at network',
	'hang-at-accept': 'timeout (tls) at tls',
	'close-at-accept': 'failed (reset) at tls',
	'reset-at-accept': 'failed (reset) at',
	'hang-at-prelogin': 'timeout (tls) at tls',
	'close-at-prelogin': 'failed (reset) at tls',
	'reset-at-prelogin': 'failed (reset) at tls',
	'hang-at-tls': 'timeout (tls) at tls',
	'close-at-tls': 'failed (reset) at tls',
	'reset-at-tls': 'failed (reset) at tls',
	'expired-certificate': 'failed (expired) at tls',
	'wrong-certificate': 'failed (hostname) at tls',
	'untrusted-certificate': 'failed (untrusted) at tls',
	'no-encryption': 'failed (unencrypted) at tls',
	'hang-at-login': 'timeout (login) at login',
	'close-at-login': 'failed (reset) at login',
	'reset-at-login': 'failed (reset) at login',
	'wrong-login': 'failed (login) at login',
	'disabled-login': 'failed (disabled) at login',
	'locked-login': 'failed (locked) at login',
	'expired-password': 'failed (password) at login',
	'must-change-password': 'failed (password) at login',
	'missing-database': 'failed (database) at database',
	'offline-database': 'failed (offline) at database',
	'hang-at-setup': 'timeout (login) at login',
	'close-at-setup': 'failed (reset) at login',
	'reset-at-setup': 'failed (reset) at login',
	'hang-at-request': 'timeout (database) at database',
	'close-at-request': 'failed (reset) at database',
	'reset-at-request': 'failed (reset) at database',
	'hang-at-cancel': 'timeout (database) at database',
	'close-at-cancel': 'timeout (database) at database',
	'reset-at-cancel': 'timeout (database) at database',
	missing: 'failed (missing) at procedure',
	denied: 'failed (denied) at procedure',
	parameter: 'failed (parameters) at procedure',
	deadlock: 'failed (deadlock) at procedure',
	raised: 'failed (raised) at procedure',
	'raised-stale': 'stale (raised) at procedure',
	'two-errors': 'failed (raised) at procedure',
	slow: 'timeout (procedure) at procedure',
	'too-slow': 'timeout (procedure) at procedure',
	stalled: 'timeout (rows) at rows',
	cut: 'failed (reset) at rows',
	empty: 'empty (rows) at rows',
	null: 'empty (null) at timestamp',
	'no-result': 'empty (resultset) at rows',
	'two-results': 'fresh at age',
	output: 'empty (resultset) at rows',
	returned: 'empty (resultset) at rows',
	fresh: 'fresh at age',
	old: 'stale (old) at age',
	future: 'uncertain (future) at age',
	'local-time': 'uncertain (localtime) at age',
	'clock-change': 'uncertain (clockchange) at age',
	'clock-skew': 'fresh at age',
};

/** The same of an outcome. */
export const inShort = ({verdict, cause, steps}: Pick<Freshness, 'verdict' | 'cause' | 'steps'>): string => {
	const last = steps.findLast(({status}) => status !== 'not reached')?.step;
	return `${verdict}${cause === undefined ? '' : ` (${cause})`} at ${last}`;
};

/** Those in which a check has to wait until its time is over. */
export const waits: ReadonlySet<string> = new Set(situationNames.filter(name => expected[name].startsWith('timeout')));
