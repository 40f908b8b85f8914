import type {Cause} from '../../../domain/cause.ts';
import type {StepName} from '../../../domain/freshness.ts';
import type {Problem} from '../../../domain/problem.ts';
import {plural} from '../../../domain/words.ts';
import type {Stop} from '../ending.ts';
import {wayInWords} from '../evidence.ts';
import {without, type Finding} from '../finding.ts';
import type {Reach} from '../reach.ts';
import {address, origin, soLong, within, type Subject} from '../subject.ts';
import {whatFails} from './what-fails.ts';

/** Where a check stood when it was ended before its end. */
export type Standstill = {
	/** Undefined: no step was begun. */
	readonly at: StepName | undefined;
	readonly stop: Stop;
	readonly reach?: Reach | undefined;
	/** Those that had come. */
	readonly rows?: number;
	/** Whether SQL Server confirmed that it stopped what was asked of it; undefined where nothing was. */
	readonly confirmed?: boolean | undefined;
};

/** Why a check was ended before its end: our own time ran out, or somebody cancelled it. */
export const explainStop = (standstill: Standstill, subject: Subject): Finding => {
	const {at, stop, confirmed} = standstill;
	if (stop.why === 'late' && at !== undefined) return explainTimeout({...standstill, at}, subject);
	const how = `cancelled after ${soLong(stop.after)}, ${confirmation(confirmed)}`;
	return without(at, 'failed', 'cancelled', how, {
		what: `The check of ${subject.config.name} was cancelled`,
		why: `${at === undefined ? '' : `in the step ${at}, `}${how}`,
		next: 'check again to know how old the data is',
	});
};

const confirmation = (confirmed: boolean | undefined): string => {
	if (confirmed === undefined) return 'before SQL Server was asked for anything';
	return confirmed ? 'confirmed by SQL Server' : 'not confirmed by SQL Server';
};

/** Which step our own time ran out at, and what that usually means. */
const explainTimeout = (
	{at, reach, rows = 0, confirmed}: Standstill & {readonly at: StepName},
	subject: Subject,
): Finding => {
	if (at === 'network') return networkTimeout(subject, reach, within(subject));
	const silent = at === 'rows' ? `${plural(rows, 'row')}, then no end` : 'no answer';
	const stopped = confirmed === undefined ? '' : `, its cancellation ${confirmation(confirmed)}`;
	return without(
		at,
		'timeout',
		at === 'timestamp' || at === 'age' ? 'rows' : at,
		`${silent} ${within(subject)}${stopped}`,
		{
			what: whatFails(at, subject),
			...silence(at, subject),
		},
	);
};

/** Nothing at all came back. `span` is the time we gave it, empty where it was the system that gave up. */
export const networkTimeout = (subject: Subject, reach: Reach | undefined, span: string): Finding => {
	const {server, instance} = subject.config;
	const limit = span === '' ? '' : ` ${span}`;
	const from = origin(subject);
	const finding = (cause: Cause, evidence: string, why: string, next: string): Finding =>
		without('network', 'timeout', cause, evidence, {what: whatFails('network', subject), why, next});
	switch (reach?.part) {
		case 'name':
			return finding(
				'name',
				`no address for ${server}${limit}`,
				`${from} asked for the address of ${server} and got no answer${limit}`,
				`ask the network team whether the name servers of ${from} answer`,
			);
		case 'instance':
			return finding(
				'browser',
				`${wayInWords(subject, reach)}no answer from SQL Browser${limit}`,
				`SQL Browser on ${server} did not tell the port of ${instance}${limit}`,
				'ask the network team to let UDP 1434 through, or set `port` instead of the instance in the config',
			);
		case 'port':
		case undefined:
			return finding(
				'network',
				`${reach === undefined ? '' : wayInWords(subject, reach)}no answer${limit}`,
				`nothing answers ${from}${limit}, as when a firewall drops the packets`,
				`check \`server\` and \`port\` in the config, then ask the network team to let ${from} through to ${address(subject)}`,
			);
	}
};

const silence = (at: Exclude<StepName, 'network'>, subject: Subject): Pick<Problem, 'why' | 'next'> => {
	switch (at) {
		case 'tls':
			return {
				why: `the port takes connections, but nothing that speaks as SQL Server answers ${within(subject)}`,
				next: 'check `port` in the config, then ask the database team whether the server hangs',
			};
		case 'login':
			return {
				why: `the server did not finish the login ${within(subject)}`,
				next: 'ask the database team whether the server, or the domain it asks, is overloaded',
			};
		case 'database':
			return {
				why: `the login was accepted, but a question for the time was not answered ${within(subject)}`,
				next: 'ask the database team whether the server is overloaded',
			};
		case 'procedure':
		case 'rows':
		case 'timestamp':
		case 'age':
			return {
				why: `it did not finish ${within(subject)}`,
				next: 'ask the database team what it waits for: a lock held by an import, or a query that became slow',
			};
	}
};
