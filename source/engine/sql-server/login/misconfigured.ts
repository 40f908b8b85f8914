import type {Cause} from '../../../domain/data/cause.ts';
import type {DataConfig} from '../../../config/config.ts';
import {parameterNameFault, procedureNameFault} from '../../../domain/data/procedure-name.ts';
import {isZone} from '../../../domain/time/wall-clock.ts';
import {without, type Finding} from '../finding.ts';

export const notConfigured = (config: DataConfig, cause: Cause, why: string, next: string): Finding =>
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
	if (timezone !== undefined && !['utc', 'offset', 'server'].includes(timezone) && !isZone(timezone))
		return notConfigured(
			config,
			'timezone',
			`there is no time zone ${JSON.stringify(timezone)}`,
			'set `timezone` in the config to utc, offset, server or a zone such as Europe/Stockholm',
		);
	return undefined;
};
