import {atStage} from './at-stage.ts';
import type {Situation} from './situation.ts';

/** The port and what is said there first. */
export const wayThere = {
	stopped: {story: 'The service is stopped: its port refuses every connection', stopped: true},
	'hang-at-accept': atStage('accept', 'hang', 'The port opens, and nobody ever speaks there'),
	'close-at-accept': atStage('accept', 'close', 'Every connection is closed as soon as it is made'),
	'reset-at-accept': atStage(
		'accept',
		'reset',
		'Every connection is broken off as soon as it is made, as some firewalls do',
	),
	'hang-at-prelogin': atStage('prelogin', 'hang', 'The first question, which encryption there is, is never answered'),
	'close-at-prelogin': atStage('prelogin', 'close', 'The connection is closed at the first question'),
	'reset-at-prelogin': atStage('prelogin', 'reset', 'The connection is broken off at the first question'),
} as const satisfies Readonly<Record<string, Situation>>;

/** TLS and certificates. */
export const encryption = {
	'hang-at-tls': atStage('tls', 'hang', 'The TLS handshake is never answered'),
	'close-at-tls': atStage('tls', 'close', 'The connection is closed when TLS begins'),
	'reset-at-tls': atStage(
		'tls',
		'reset',
		'The connection is broken off when TLS begins, as an inspecting firewall does',
	),
	'expired-certificate': {story: 'The certificate expired last night', certificate: 'expired'},
	'wrong-certificate': {story: 'The certificate was made for another server', certificate: 'wrong name'},
	'untrusted-certificate': {
		story: 'The certificate was replaced by one that nobody knows the signer of',
		certificate: 'untrusted',
	},
	'no-encryption': {story: 'No encryption is offered any more', encryption: 'none'},
} as const satisfies Readonly<Record<string, Situation>>;
