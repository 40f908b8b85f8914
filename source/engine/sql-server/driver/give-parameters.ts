import type {Request} from 'mssql';
import type {DataConfig} from '../../../config/config.ts';
import {withoutAt} from '../../../domain/data/procedure-name.ts';
import type {ParameterValue} from '../../../domain/data/procedure-rows.ts';
import type {Driver} from '../session.ts';

/**
 * Hands a request the parameters of a check, as values of the type they have there; SQL Server converts them to the declared one. The
 * output parameter with the timestamp goes with them. Returns how that is named in the answer, undefined where there is none.
 */
export const giveParameters = (
	request: Request,
	{parameters, timestampParameter, timezone}: DataConfig,
	driver: Driver,
): string | undefined => {
	const output = timestampParameter === undefined ? undefined : withoutAt(timestampParameter);
	for (const [written, value] of Object.entries(parameters)) {
		const name = withoutAt(written);
		if (name.toLowerCase() !== output?.toLowerCase()) request.input(name, typeOf(value, driver), value);
	}
	if (output !== undefined) request.output(output, timestampType(timezone, driver));
	return output;
};

/** What the output parameter with the timestamp is asked for as. */
export const timestampType = (timezone: string | undefined, driver: Driver) =>
	timezone === 'offset' ? driver.DateTimeOffset : driver.DateTime2;

/** The driver by itself takes any whole number for an integer, and breaks on the large ones. */
const typeOf = (value: ParameterValue, driver: Driver) => {
	if (typeof value === 'boolean') return driver.Bit;
	if (typeof value !== 'number') return driver.NVarChar;
	if (!Number.isSafeInteger(value)) return driver.Float;
	return value >= -(2 ** 31) && value < 2 ** 31 ? driver.Int : driver.BigInt;
};
