import {atStage} from './at-stage.ts';
import type {Situation} from './situation.ts';

/** The login, its database and the session that begins. */
export const session = {
	'hang-at-login': atStage('login', 'hang', 'The login is never answered, as when the domain does not respond'),
	'close-at-login': atStage('login', 'close', 'The connection is closed during the login'),
	'reset-at-login': atStage('login', 'reset', 'The connection is broken off during the login'),
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
	'hang-at-setup': atStage(
		'setup',
		'hang',
		'The login is accepted, and the options that follow it are never confirmed',
	),
	'close-at-setup': atStage('setup', 'close', 'The connection is closed right after the login'),
	'reset-at-setup': atStage('setup', 'reset', 'The connection is broken off right after the login'),
	'hang-at-request': atStage('request', 'hang', 'Logins work, and no query is ever answered'),
	'close-at-request': atStage('request', 'close', 'The connection is closed at the first query'),
	'reset-at-request': atStage('request', 'reset', 'The connection is broken off at the first query'),
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
} as const satisfies Readonly<Record<string, Situation>>;
