import type {config as PoolConfig} from 'mssql';
import type {SqlLogin} from '../../../config/config.ts';

type Authentication = NonNullable<PoolConfig['authentication']>;

/** What the driver is told of who logs in; `secret` is the password, the token or the client secret. */
export const authenticationOf = (login: SqlLogin, secret = ''): Pick<PoolConfig, 'authentication'> => ({
	authentication: byKind(login, secret),
});

// The driver checks no more than that each part is text: what a kind needs is there by the config.
const byKind = (login: SqlLogin, secret: string): Authentication => {
	const {type, user: userName = '', domain = '', clientId = '', tenantId = ''} = login;
	switch (type) {
		case 'sql':
			return {type: 'default', options: {userName, password: secret}};
		case 'ntlm':
			return {type, options: {userName, password: secret, domain}};
		case 'azure-active-directory-access-token':
			return {type, options: {token: secret}};
		case 'azure-active-directory-password':
			return {type, options: {userName, password: secret, clientId, tenantId}};
		case 'azure-active-directory-service-principal-secret':
			return {type, options: {clientId, tenantId, clientSecret: secret}};
		case 'azure-active-directory-default':
		case 'azure-active-directory-msi-vm':
		case 'azure-active-directory-msi-app-service':
			return {type, options: login.clientId === undefined ? {} : {clientId}};
	}
};
