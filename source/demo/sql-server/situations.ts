import type {Situation} from './situation.ts';
import {answering, labelledAsUtc, movedTo, raising, slowed, withoutRows, withoutTimes} from './changes.ts';
import type {Fault, Faults} from './faults.ts';
import {lastTurnBack} from './last-turn-back.ts';
import type {ProcedureAnswer, ProcedureCall} from './procedure.ts';

const minute = 60_000;
const hour = 60 * minute;

const at = (stage: keyof Faults, fault: Fault, story: string): Situation => ({story, faults: {[stage]: fault}});
const ago = ({now}: ProcedureCall, ms: number): Date => new Date(now.getTime() - ms);

/** Recent times, whatever the age of the data was. */
const recent = (answer: ProcedureAnswer, call: ProcedureCall): ProcedureAnswer =>
	movedTo(answer, ago(call, 10 * minute), call);

/** Everything that can be the matter with SQL Server, by the names that people switch it on with. */
export const situations = {
	// The way there.
	stopped: {story: 'The service is stopped: its port refuses every connection', stopped: true},
	'hang-at-accept': at('accept', 'hang', 'The port opens, and nobody ever speaks there'),
	'close-at-accept': at('accept', 'close', 'Every connection is closed as soon as it is made'),
	'reset-at-accept': at(
		'accept',
		'reset',
		'Every connection is broken off as soon as it is made, as some firewalls do',
	),
	'hang-at-prelogin': at('prelogin', 'hang', 'The first question, which encryption there is, is never answered'),
	'close-at-prelogin': at('prelogin', 'close', 'The connection is closed at the first question'),
	'reset-at-prelogin': at('prelogin', 'reset', 'The connection is broken off at the first question'),
	// Encryption.
	'hang-at-tls': at('tls', 'hang', 'The TLS handshake is never answered'),
	'close-at-tls': at('tls', 'close', 'The connection is closed when TLS begins'),
	'reset-at-tls': at('tls', 'reset', 'The connection is broken off when TLS begins, as an inspecting firewall does'),
	'expired-certificate': {story: 'The certificate expired last night', certificate: 'expired'},
	'wrong-certificate': {story: 'The certificate was made for another server', certificate: 'wrong name'},
	'untrusted-certificate': {
		story: 'The certificate was replaced by one that nobody knows the signer of',
		certificate: 'untrusted',
	},
	'no-encryption': {story: 'No encryption is offered any more', encryption: 'none'},
	// Login and database.
	'hang-at-login': at('login', 'hang', 'The login is never answered, as when the domain does not respond'),
	'close-at-login': at('login', 'close', 'The connection is closed during the login'),
	'reset-at-login': at('login', 'reset', 'The connection is broken off during the login'),
	'wrong-login': {
		story: 'The password of the login was changed',
		refusal: user => ({number: 18_456, class: 14, message: `Login failed for user '${user}'.`}),
	},
	'disabled-login': {
		story: 'The login is disabled',
		refusal: user => ({
			number: 18_470,
			class: 14,
			message: `Login failed for user '${user}'. Reason: The account is disabled.`,
		}),
	},
	'locked-login': {
		story: 'The login is locked after too many wrong passwords',
		refusal: user => ({
			number: 18_486,
			class: 14,
			message: `Login failed for user '${user}' because the account is currently locked out. The system administrator can unlock it.`,
		}),
	},
	'expired-password': {
		story: 'The password of the login has expired',
		refusal: user => ({
			number: 18_487,
			class: 14,
			message: `Login failed for user '${user}'.  Reason: The password of the account has expired.`,
		}),
	},
	'must-change-password': {
		story: 'The password of the login must be changed before its first use',
		refusal: user => ({
			number: 18_488,
			class: 14,
			message: `Login failed for user '${user}'.  Reason: The password of the account must be changed.`,
		}),
	},
	'missing-database': {story: 'The database was dropped, or renamed', databases: 'gone'},
	'offline-database': {story: 'The database was taken offline', databases: 'offline'},
	'hang-at-setup': at('setup', 'hang', 'The login is accepted, and the options that follow it are never confirmed'),
	'close-at-setup': at('setup', 'close', 'The connection is closed right after the login'),
	'reset-at-setup': at('setup', 'reset', 'The connection is broken off right after the login'),
	'hang-at-request': at('request', 'hang', 'Logins work, and no query is ever answered'),
	'close-at-request': at('request', 'close', 'The connection is closed at the first query'),
	'reset-at-request': at('request', 'reset', 'The connection is broken off at the first query'),
	'hang-at-cancel': {
		story: 'No query is ever answered, nor its cancellation confirmed',
		faults: {request: 'hang', attention: 'hang'},
	},
	'close-at-cancel': {
		story: 'No query is ever answered, and its cancellation closes the connection',
		faults: {request: 'hang', attention: 'close'},
	},
	'reset-at-cancel': {
		story: 'No query is ever answered, and its cancellation breaks the connection off',
		faults: {request: 'hang', attention: 'reset'},
	},
	// The procedure.
	missing: {story: 'The procedure was dropped, or renamed', procedure: () => undefined},
	denied: {
		story: 'The login lost its right to execute the procedure',
		procedure: stored => ({...stored, denied: true}),
	},
	parameter: {
		story: 'The procedure wants a parameter that it did not want before',
		procedure: stored => ({
			...stored,
			procedure: {...stored.procedure, parameters: [...(stored.procedure.parameters ?? []), 'Department']},
		}),
	},
	deadlock: {
		story: 'The procedure was chosen as the victim of a deadlock',
		procedure: raising({
			number: 1205,
			class: 13,
			state: 45,
			message:
				'Transaction (Process ID 52) was deadlocked on lock resources with another process and has been chosen as the deadlock victim. Rerun the transaction.',
		}),
	},
	raised: {
		story: 'The procedure raises an error of its own',
		procedure: raising({message: 'The staging table of the import is locked for maintenance.', line: 14}),
	},
	'raised-stale': {
		story: 'The procedure itself finds the data too old, and raises that',
		procedure: raising({message: 'Data is too stale: newest patient row is 31 h old, limit 24 h', line: 22}),
	},
	'two-errors': {
		story: 'The procedure raises two errors, one after the other',
		procedure: raising(
			{number: 8134, message: 'Divide by zero error encountered.', line: 31},
			{message: 'The load factor of the departments could not be computed.', line: 34},
		),
	},
	slow: {story: 'The procedure answers after 8 seconds', procedure: slowed(8000)},
	'too-slow': {story: 'The procedure answers after two minutes', procedure: slowed(2 * minute)},
	// Its answer.
	stalled: {
		story: 'The rows stop half way, and no end ever comes',
		procedure: answering(answer => ({...answer, cut: 'hang'})),
	},
	cut: {
		story: 'The connection is broken off in the middle of the rows',
		procedure: answering(answer => ({...answer, cut: 'reset'})),
	},
	empty: {story: 'The table is empty: the import emptied it and did not fill it', procedure: answering(withoutRows)},
	null: {story: 'No row says when it was registered', procedure: answering(withoutTimes)},
	'no-result': {
		story: 'The procedure ends without returning a table',
		procedure: answering(answer => ({...answer, results: []})),
	},
	'two-results': {
		story: 'The procedure returns a count first, and the rows as a second table',
		procedure: answering((answer, call) => {
			const {results = [], ...others} = recent(answer, call);
			const rows = results.reduce((sum, set) => sum + set.rows.length, 0);
			return {...others, results: [{columns: [{name: 'Visits', type: 'int'}], rows: [[rows]]}, ...results]};
		}),
	},
	output: {
		story: 'The procedure returns no table, and the newest time in the output parameter @Newest',
		procedure: stored => ({
			...stored,
			procedure: {
				...stored.procedure,
				optional: [...(stored.procedure.optional ?? []), 'Newest'],
				run: call => ({output: {Newest: call.wallClock(ago(call, 10 * minute))}}),
			},
		}),
	},
	returned: {
		story: 'The procedure returns no table, and 1 as its return value, which stands for stale',
		procedure: answering(answer => ({...answer, results: [], returnValue: 1})),
	},
	// Its times.
	fresh: {story: 'All is well, and the newest row is ten minutes old', procedure: answering(recent)},
	old: {
		story: 'The newest row is 31 hours old: the import stopped yesterday',
		procedure: answering((answer, call) => movedTo(answer, ago(call, 31 * hour), call)),
	},
	future: {
		story: 'The newest row is from the day after tomorrow: somebody typed a wrong date',
		procedure: answering((answer, call) => movedTo(answer, ago(call, -48 * hour), call)),
	},
	'local-time': {
		story: 'The import writes local time and labels it as UTC',
		procedure: answering((answer, call) => labelledAsUtc(recent(answer, call))),
	},
	'clock-change': {
		story: 'The newest row is from the hour that clocks repeat in autumn, a day before by the clock of SQL Server',
		ahead: (now, timeZone) => {
			const turn = lastTurnBack(now, timeZone);
			return turn === undefined ? 0 : turn.getTime() + 24 * hour - now.getTime();
		},
		procedure: answering((answer, call) => movedTo(answer, ago(call, 24.5 * hour), call)),
	},
	'clock-skew': {story: 'The clock of SQL Server is three minutes ahead', ahead: () => 3 * minute},
} as const satisfies Readonly<Record<string, Situation>>;

export type SituationName = keyof typeof situations;

const isSituation = (name: string): name is SituationName => Object.hasOwn(situations, name);

/** The situation of this name. */
export const findSituation = (name: string): SituationName | undefined => (isSituation(name) ? name : undefined);

export const situationNames: readonly SituationName[] = Object.keys(situations).filter(isSituation);
