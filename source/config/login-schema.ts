import * as z from 'zod';
import {loginTypes} from './config.ts';
import {loginKinds, type LoginPart} from './login-kinds.ts';
import {text} from './values.ts';

const types = `one of ${loginTypes.join(', ')}`;

export const authentication = z.strictObject(
	{
		type: z
			.enum(loginTypes, {error: types})
			.describe(
				'How SQL Server knows who logs in: sql for a login of its own, ntlm for a Windows domain account, the others for Microsoft Entra ID (Azure).',
			),
		domain: text('the name of a Windows domain').optional().describe('The Windows domain, for ntlm.'),
		clientId: text('an application (client) id')
			.optional()
			.describe('Application (client) id, for the kinds of Azure that take one.'),
		tenantId: text('a directory (tenant) id')
			.optional()
			.describe('Directory (tenant) id, for azure-active-directory-password and -service-principal-secret.'),
	},
	{error: 'a type, such as {type: ntlm, domain: EXAMPLE}'},
);

/** The part of a check that says who logs in. */
type Login = {
	readonly authentication: z.output<typeof authentication>;
	readonly user?: string | undefined;
	readonly password?: unknown;
	readonly passwordCommand?: unknown;
};

const nameOf: Readonly<Record<LoginPart, string>> = {
	user: 'the name of a user',
	secret: 'password or passwordCommand',
	domain: 'the Windows domain',
	clientId: 'an application (client) id',
	tenantId: 'a directory (tenant) id',
};

const pathOf = (part: LoginPart, {passwordCommand}: Login): readonly string[] => {
	switch (part) {
		case 'user':
			return ['user'];
		case 'secret':
			return [passwordCommand === undefined ? 'password' : 'passwordCommand'];
		case 'domain':
		case 'clientId':
		case 'tenantId':
			return ['authentication', part];
	}
};

const has = (part: LoginPart, login: Login): boolean => {
	switch (part) {
		case 'user':
			return login.user !== undefined;
		case 'secret':
			return login.password !== undefined || login.passwordCommand !== undefined;
		case 'domain':
		case 'clientId':
		case 'tenantId':
			return login.authentication[part] !== undefined;
	}
};

const parts: readonly LoginPart[] = ['user', 'secret', 'domain', 'clientId', 'tenantId'];

/** What a login lacks for its kind, and what it has that means nothing there; each completes the sentence "expected …". */
export const faultsOfLogin = (
	login: Login,
): ReadonlyArray<{readonly path: readonly string[]; readonly expected: string}> => {
	const {type} = login.authentication;
	const {needs, takes, secret} = loginKinds[type];
	return parts.flatMap(part => {
		const there = has(part, login);
		if (there === needs.includes(part) || (there && takes.includes(part))) return [];
		const path = pathOf(part, login);
		if (there) return [{path, expected: `no ${path.at(-1)}, as ${type} takes none`}];
		const what = part === 'secret' && secret !== undefined ? `${nameOf.secret} with ${secret}` : nameOf[part];
		return [{path, expected: part === 'secret' ? what : `${what}, which ${type} needs`}];
	});
};
