import type {LoginType} from './config.ts';

/** A part of a login: `secret` is whatever `password` or `passwordCommand` holds. */
export type LoginPart = 'user' | 'secret' | 'domain' | 'clientId' | 'tenantId';

type Kind = {
	readonly needs: readonly LoginPart[];
	/** What it takes besides. */
	readonly takes: readonly LoginPart[];
	/** What the secret is, where it is no password. */
	readonly secret?: string;
};

/** What each kind of login needs. https://tediousjs.github.io/tedious/api-connection.html#function_newConnection */
export const loginKinds: Readonly<Record<LoginType, Kind>> = {
	sql: {needs: ['user', 'secret'], takes: []},
	ntlm: {needs: ['user', 'secret', 'domain'], takes: []},
	'azure-active-directory-default': {needs: [], takes: ['clientId']},
	'azure-active-directory-access-token': {needs: ['secret'], takes: [], secret: 'the access token'},
	'azure-active-directory-password': {needs: ['user', 'secret', 'clientId', 'tenantId'], takes: []},
	'azure-active-directory-service-principal-secret': {
		needs: ['secret', 'clientId', 'tenantId'],
		takes: [],
		secret: 'the client secret',
	},
	'azure-active-directory-msi-vm': {needs: [], takes: ['clientId']},
	'azure-active-directory-msi-app-service': {needs: [], takes: ['clientId']},
};
