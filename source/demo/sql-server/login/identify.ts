import {randomBytes} from 'node:crypto';
import type {Accounts} from './accounts.ts';
import {MalformedMessage} from '../tds/bytes.ts';
import type {Federated} from './feature-extension.ts';
import {readFederatedToken} from './feature-extension.ts';
import type {Login} from './login7.ts';
import {federatedInfo, sspi} from './login-tokens.ts';
import {challengeTo, isProven, readResponse} from './ntlm.ts';
import {messageTypes} from '../tds/packets.ts';
import type {SqlMessage} from '../procedure.ts';
import {serverName} from '../tds/tokens.ts';
import type {Wire} from '../tds/wire.ts';

/** Who logs in, proven; or what they are told instead. */
export type Identity = {readonly user: string} | {readonly refused: SqlMessage};

export const loginFailed = (user: string): SqlMessage => ({
	number: 18_456,
	class: 14,
	message: `Login failed for user '${user}'.`,
});

/**
 * Finds out who logs in, in as many messages as their way of proving it takes.
 *
 * @throws {ConnectionEnded | MalformedMessage}
 */
export const identify = async (wire: Wire, login: Login, accounts: Accounts): Promise<Identity> => {
	if (login.sspi) {
		return byWindows(wire, login.sspi, accounts);
	}

	// A server that knows of no such accounts passes over what it is told of them.
	if (login.federated && accounts.federated.length > 0) {
		return byToken(wire, login.federated, accounts);
	}

	const {user, password} = accounts.login;
	return same(login.user, user) && login.password === password ? {user} : {refused: loginFailed(login.user)};
};

const untrusted: SqlMessage = {
	number: 18_452,
	class: 14,
	message: 'Login failed. The login is from an untrusted domain and cannot be used with Integrated authentication.',
};

const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

const byWindows = async (wire: Wire, negotiate: Buffer, {windows}: Accounts): Promise<Identity> => {
	const [known] = windows;
	if (known === undefined) {
		return {refused: untrusted};
	}

	const nonce = randomBytes(8);
	wire.send(sspi(challengeTo(negotiate, {nonce, domain: known.domain, computer: serverName})));
	const message = await wire.read();
	if (message.type !== messageTypes.sspi) {
		throw new MalformedMessage('the client does not go on with its Windows login');
	}

	const response = readResponse(message.payload);
	const account = windows.find(({domain, user}) => same(domain, response.domain) && same(user, response.user));
	if (account === undefined || !isProven(response, account.password, nonce)) {
		return {refused: untrusted};
	}

	const user = `${account.domain}\\${account.user}`;
	return account.admitted === false ? {refused: loginFailed(user)} : {user};
};

/** Where the tokens of this server come from, as Azure names it; nobody can be asked there. */
const authority = 'https://login.windows.net/practice.invalid';
const resource = 'https://database.windows.net/';
const unknownPrincipal = '<token-identified principal>';

const byToken = async (wire: Wire, asked: Federated, accounts: Accounts): Promise<Identity> => {
	if (asked.echo !== onlyByToken(accounts)) {
		throw new MalformedMessage('the client repeats another way to log in than it was told');
	}

	let {token} = asked;
	if (token === undefined) {
		wire.send(federatedInfo(authority, resource));
		const message = await wire.read();
		if (message.type !== messageTypes.federatedToken) {
			throw new MalformedMessage('the client does not go on with its token');
		}

		token = readFederatedToken(message.payload);
	}

	const account = accounts.federated.find(other => other.token === token);
	return account ? {user: account.user} : {refused: loginFailed(unknownPrincipal)};
};

/** Whether clients that could log in by Windows have to take a token instead, which PRELOGIN tells them. */
export const onlyByToken = ({federated, windows}: Accounts): boolean => federated.length > 0 && windows.length === 0;
