import {X509Certificate} from 'node:crypto';
import {readFile} from 'node:fs/promises';
import type {Cause} from '../../../domain/data/cause.ts';
import {problemIn} from '../../../domain/problem.ts';
import {orAborted} from '../../../streams/or-aborted.ts';
import {without, type Finding} from '../finding.ts';
import {within, type Subject} from '../subject.ts';
import {notConfigured} from './misconfigured.ts';

/** What is needed to log in beside the config; authorities in PEM. */
export type Secrets = {readonly password: string | undefined; readonly authorities: readonly string[] | undefined};

/**
 * Reads the password and the certificate authority from where the config says; a finding when one cannot be had, or not before `signal`
 * aborts.
 */
export const readSecrets = async (
	subject: Omit<Subject, 'conceal'>,
	signal: AbortSignal,
): Promise<Secrets | Finding> => {
	const {config} = subject;
	let password: string | undefined;
	try {
		password = config.login.password && (await orAborted(config.login.password(signal), signal));
	} catch (error) {
		if (signal.aborted)
			return tooLate(subject, 'password', 'the password', 'run its `passwordCommand` by hand to see what it waits for');
		const {why, next} = problemIn(error);
		return notConfigured(config, 'password', `the password cannot be had: ${why}`, next);
	}
	const {caFile} = config;
	if (caFile === undefined) return {password, authorities: undefined};
	try {
		return {password, authorities: certificatesIn(await orAborted(readFile(caFile, 'utf8'), signal))};
	} catch {
		if (signal.aborted) return tooLate(subject, 'ca', caFile, 'check the disk or the share that it lies on');
		return notConfigured(
			config,
			'ca',
			`${caFile} cannot be read as a PEM certificate`,
			'set `ca` in the config to the certificate of whoever signed that of SQL Server',
		);
	}
};

const tooLate = (subject: Pick<Subject, 'config' | 'deadline'>, cause: Cause, thing: string, next: string): Finding =>
	without(undefined, 'timeout', cause, '', {
		what: `Cannot check ${subject.config.name}`,
		why: `${thing} could not be had ${within(subject)}`,
		next,
	});

/** Read here, since Node ignores an authority it cannot read, and the server would then look untrusted for no reason. */
const certificatesIn = (pem: string): readonly string[] => {
	const blocks = pem.match(/-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----/gs);
	if (blocks === null) throw new TypeError('There is no certificate in it');
	return blocks.map(block => new X509Certificate(block).toString());
};
