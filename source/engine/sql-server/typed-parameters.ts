import type {Request} from 'mssql';
import type sql from 'mssql';
import type {ParameterValue, Parameters} from '../../domain/procedure-rows.ts';

type Types = Pick<typeof sql, 'BigInt' | 'Bit' | 'Float' | 'Int' | 'NVarChar'>;

/**
 * Hands a request its parameters as values of the type they have in the config, which SQL Server converts to the declared one: a whole
 * number is no float, and a large one no error of the driver.
 */
export const giveParameters = (request: Request, parameters: Parameters, types: Types): void => {
	for (const [name, value] of Object.entries(parameters))
		request.input(name.replace(/^@/, ''), typeOf(value, types), value);
};

const typeOf = (value: ParameterValue, types: Types) => {
	if (typeof value === 'boolean') return types.Bit;
	if (typeof value !== 'number') return types.NVarChar;
	if (!Number.isSafeInteger(value)) return types.Float;
	return Math.abs(value) < 2 ** 31 ? types.Int : types.BigInt;
};
