import {wayInWords} from '../evidence.ts';
import {without, type Finding} from '../finding.ts';
import type {Reach} from '../reach.ts';
import {quoted, type Subject} from '../subject.ts';
import {NoBrowserError, NoInstanceError} from '../way/way.ts';
import {whatFails} from './what-fails.ts';

/** Why nobody could tell the port of a named instance; undefined when the errors are about something else. */
export const explainInstance = (
	errors: readonly Error[],
	reach: Reach | undefined,
	subject: Subject,
): Finding | undefined => {
	const {server, instance} = subject.config;
	const what = whatFails('network', subject);
	const known = reach === undefined ? '' : wayInWords(subject, reach);
	const missing = errors.find(error => error instanceof NoInstanceError);
	if (missing !== undefined) {
		const list = quoted(subject, missing.known.join(', '));
		const answer = quoted(subject, missing.message);
		return without('network', 'failed', 'instance', `${known}${answer}`, {
			what,
			why: `SQL Browser on ${server} answers that ${answer}${list === '' ? '' : `; it knows: ${list}`}`,
			next: 'check the instance in `server` in the config, then ask the database team whether that instance runs and takes TCP connections',
		});
	}
	const silent = errors.find(error => error instanceof NoBrowserError);
	if (silent === undefined) return undefined;
	const reason = quoted(subject, silent.message);
	return without('network', 'failed', 'browser', `${known}no word from SQL Browser: ${reason}`, {
		what,
		why: `SQL Browser on ${server} cannot be asked for the port of ${instance}: ${reason}`,
		next: 'ask the database team for the port and set `port` instead of the instance in the config, or the network team to let UDP 1434 through',
	});
};
