import type {config as PoolConfig} from 'mssql';
import type {SqlLogin} from '../../../config/config.ts';

/** What the driver is told of who logs in. */
export const authenticationOf = (
	{user, domain}: SqlLogin,
	password: string | undefined,
): Pick<PoolConfig, 'user' | 'password' | 'domain' | 'authentication'> => ({
	...(user === undefined ? {} : {user}),
	...(password === undefined ? {} : {password}),
	...(domain === undefined ? {} : {domain}),
});
