import type {Cause} from '../../../domain/data/cause.ts';
import type {StepName} from '../../../domain/data/freshness.ts';
import {plural, spanInWords} from '../../../domain/words.ts';
import type {Stop} from '../ending.ts';
import {wayInWords} from '../evidence.ts';
import {without, type Finding} from '../finding.ts';
import type {Reach} from '../reach.ts';
import {address, origin, soLong, within, type Subject} from '../subject.ts';
import {noStrictTls} from './tls.ts';
import {whatFails} from './what-fails.ts';

/** The most that SQL Server was asked for by then. */
export type Asked = 'nothing' | 'encryption' | 'login';

/** Where a check stood when it was ended before its end. */
export type Standstill = {
	/** Undefined: no step was begun. */
	readonly at: StepName | undefined;
	readonly stop: Stop;
	readonly reach?: Reach | undefined;
	/** Those that had come. */
	readonly rows?: number;
	/** Milliseconds from the last of them to the stop; undefined where none had come. */
	readonly quiet?: number | undefined;
	readonly asked?: Asked;
	/** Whether SQL Server answered the first word, so that TLS began. */
	readonly answered?: boolean;
	/** Whether SQL Server confirmed that it stopped what was asked of it; undefined where nothing was. */
	readonly confirmed?: boolean | undefined;
};

/** Why a check was ended before its end: our own time ran out, or somebody cancelled it. */
export const explainStop = (standstill: Standstill, subject: Subject): Finding => {
	const {at, stop} = standstill;
	if (stop.why === 'late' && at !== undefined) return explainTimeout({...standstill, at}, subject);
	const how = `cancelled after ${soLong(stop.after)}, ${confirmation(standstill)}`;
	return without(at, 'failed', 'cancelled', how, {
		what: `The check of ${subject.config.name} was cancelled`,
		why: `${at === undefined ? '' : `in the step ${at}, `}${how}`,
		next: 'check again to know how old the data is',
	});
};

const confirmation = ({at, confirmed, asked = 'nothing'}: Standstill): string => {
	if (confirmed !== undefined) return confirmed ? 'confirmed by SQL Server' : 'not confirmed by SQL Server';
	if (at === 'rows' || at === 'timestamp' || at === 'age') return 'after the procedure had ended';
	switch (asked) {
		case 'nothing':
			return 'before SQL Server was asked for anything';
		case 'encryption':
			return 'before the login was sent';
		case 'login':
			return 'before the procedure was called';
	}
};

/** Which step our own time ran out at, and what that usually means. */
const explainTimeout = (standstill: Standstill & {readonly at: StepName}, subject: Subject): Finding => {
	const {at, reach, rows = 0, quiet, answered = false, confirmed} = standstill;
	const span = within(subject);
	const stopped = confirmed === undefined ? '' : `, its cancellation ${confirmation(standstill)}`;
	const finding = (cause: Cause, evidence: string, why: string, next: string): Finding =>
		without(at, 'timeout', cause, `${evidence}${stopped}`, {what: whatFails(at, subject), why, next});
	const longer = `set a longer \`timeout\` than ${spanInWords(subject.deadline)} in the config`;
	switch (at) {
		case 'network':
			return networkTimeout(subject, reach, span);
		case 'tls':
			if (answered)
				return finding(
					'tls',
					`no end of the TLS handshake ${span}`,
					`SQL Server answered, but the TLS handshake did not finish ${span}`,
					'ask the database team whether the server hangs, then the network team whether a firewall looks into TLS',
				);
			if (subject.config.encrypt === 'strict')
				return noStrictTls(`no answer ${span}`, `TLS was not answered ${span}`, subject, 'timeout');
			return finding(
				'tls',
				`no answer ${span}`,
				`the port takes connections, but nothing that speaks as SQL Server answers ${span}`,
				'check `port` in the config, then ask the database team whether the server hangs',
			);
		case 'login':
			return finding(
				'login',
				`no answer ${span}`,
				`the server did not finish the login ${span}`,
				`ask the database team whether the server, or the domain it asks, is overloaded, or ${longer}`,
			);
		case 'database':
			return finding(
				'database',
				`no answer ${span}`,
				`the login was accepted, but a question for the time was not answered ${span}`,
				`ask the database team whether the server is overloaded, or ${longer}`,
			);
		case 'procedure':
			return finding('procedure', `no answer ${span}`, `it did not finish ${span}`, `${whatItWaitsFor}, or ${longer}`);
		case 'rows':
		case 'timestamp':
		case 'age':
			return quiet !== undefined && quiet <= Math.min(breath, subject.deadline / 4)
				? finding(
						'large',
						`${plural(rows, 'row')} ${span}, and they were still coming`,
						`it did not finish ${span}: ${plural(rows, 'row')} had come and more were coming, the answer is too large`,
						`call a procedure that returns fewer rows, narrow \`parameters\`, or ${longer}`,
					)
				: finding(
						'rows',
						`${plural(rows, 'row')}, then no end ${span}`,
						`it did not finish ${span}: ${rows === 0 ? 'no row came' : `the rows stopped after ${plural(rows, 'row')}${quiet === undefined ? '' : `, ${soLong(quiet)} before`}`}`,
						`${whatItWaitsFor}, or ${longer}`,
					);
	}
};

/** Milliseconds that may lie between two packets of rows which are still coming. */
const breath = 2000;

const whatItWaitsFor = 'ask the database team what it waits for: a lock held by an import, or a query that became slow';

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
