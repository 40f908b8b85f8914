import {X509Certificate} from 'node:crypto';
import {readFile} from 'node:fs/promises';
import type {DataConfig} from '../../../config/config.ts';
import {parameterNameFault, procedureNameFault} from '../../../domain/procedure-name.ts';
import {problemIn} from '../../../domain/problem.ts';
import {isZone} from '../../../domain/wall-clock.ts';
import {orAborted} from '../../../streams/or-aborted.ts';
import {without, type Finding} from '../finding.ts';
import {within, type Subject} from '../subject.ts';

const notConfigured = (config: DataConfig, cause: string, why: string, next: string): Finding =>
	without(undefined, 'not configured', cause, '', {what: `Cannot check ${config.name}`, why, next});

/** What in the config keeps the check from being made at all, found without touching the network. */
export const misconfigured = (config: DataConfig): Finding | undefined => {
	const {procedure, timezone, parameters} = config;
	const procedureFault = procedureNameFault(procedure);
	if (procedureFault !== undefined)
		return notConfigured(
			config,
			'procedure',
			`the config names the procedure ${JSON.stringify(procedure)}, but ${procedureFault}`,
			'set `procedure` in the config to one such as dbo.GetLatestPatientData',
		);
	for (const name of Object.keys(parameters)) {
		const fault = parameterNameFault(name);
		if (fault !== undefined)
			return notConfigured(
				config,
				'parameters',
				`the config names the parameter ${JSON.stringify(name)}, but ${fault}`,
				'mend `parameters` in the config',
			);
	}
	if (timezone !== undefined && timezone !== 'utc' && timezone !== 'server' && !isZone(timezone))
		return notConfigured(
			config,
			'timezone',
			`there is no time zone ${JSON.stringify(timezone)}`,
			'set `timezone` in the config to utc, server or a zone such as Europe/Stockholm',
		);
	return undefined;
};

/** What is needed to log in beside the config; authorities in PEM. */
export type Secrets = {readonly password: string; readonly authorities: readonly string[] | undefined};

/**
 * Reads the password and the certificate authority from where the config says; a finding when one cannot be had, or not before `signal`
 * aborts.
 */
export const readSecrets = async (
	subject: Omit<Subject, 'conceal'>,
	signal: AbortSignal,
): Promise<Secrets | Finding> => {
	const {config} = subject;
	let password: string;
	try {
		password = await orAborted(config.login.password(signal), signal);
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
		if (signal.aborted) return tooLate(subject, 'caFile', caFile, 'check the disk or the share that it lies on');
		return notConfigured(
			config,
			'caFile',
			`${caFile} cannot be read as a PEM certificate`,
			'set `caFile` in the config to the certificate of whoever signed that of SQL Server',
		);
	}
};

/** Not a timeout, which speaks of SQL Server: that was not asked for anything yet. */
const tooLate = (subject: Pick<Subject, 'config' | 'deadline'>, cause: string, thing: string, next: string): Finding =>
	without(undefined, 'failed', cause, '', {
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
