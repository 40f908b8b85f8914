import {MalformedMessage} from '../tds/bytes.ts';
import {systemDatabase} from '../sql/catalog.ts';
import type {Host} from '../host.ts';
import type {Login} from './login7.ts';
import {readLogin} from './login7.ts';
import {messageTypes} from '../tds/packets.ts';
import {answerPrelogin} from './prelogin.ts';
import {Response} from '../tds/response.ts';
import type {SessionState} from '../session-state.ts';
import * as tokens from '../tds/tokens.ts';
import type {Wire} from '../tds/wire.ts';

const newestTds = 0x74_00_00_04;

/**
 * From a client's first byte to its session: PRELOGIN, TLS, LOGIN7. Undefined when it was not let in, or when a fault was played.
 *
 * @throws {ConnectionEnded | MalformedMessage}
 */
export const logIn = async (wire: Wire, host: Host): Promise<SessionState | undefined> => {
	const prelogin = await wire.read();
	if (prelogin.type !== messageTypes.prelogin) {
		throw new MalformedMessage('the client does not start with PRELOGIN');
	}

	if (wire.strike(host.faults.prelogin)) {
		return undefined;
	}

	const {answer, agreed} = answerPrelogin(prelogin.payload, host.encryption);
	wire.send(answer);
	if (agreed === 'no agreement') {
		wire.close();
		return undefined;
	}

	if (agreed !== 'plain' && host.certificate) {
		wire.startTls(host.certificate, () => host.faults.tls);
	}

	const message = await wire.read();
	if (message.type !== messageTypes.login) {
		throw new MalformedMessage('the client does not log in');
	}

	if (agreed === 'login only') {
		wire.stopTls();
	}

	return wire.strike(host.faults.login) ? undefined : decide(wire, host, readLogin(message.payload));
};

/** Lets the client in, or tells it why not and ends the connection. */
const decide = (wire: Wire, host: Host, login: Login): SessionState | undefined => {
	const response = new Response(host.timeZone);
	const database = check(login, host, response);
	if (database === undefined) {
		response.done('batch');
		wire.send(response.bytes());
		wire.close();
		return undefined;
	}

	welcome(wire, response, login, database);
	return {
		catalog: host.catalog,
		user: host.login.user,
		timeZone: host.timeZone,
		id: host.letIn(),
		database,
	};
};

/** The database that the session starts in; undefined, and the errors in `response`, when it must not start. */
const check = (login: Login, host: Host, response: Response): string | undefined => {
	const failed = {number: 18_456, class: 14, message: `Login failed for user '${login.user}'.`};
	if (login.integrated) {
		const message =
			'Login failed. The login is from an untrusted domain and cannot be used with Integrated authentication.';
		response.message({number: 18_452, class: 14, message});
		return undefined;
	}

	const {user, password} = host.login;
	if (login.user.toLowerCase() !== user.toLowerCase() || login.password !== password) {
		response.message(failed);
		return undefined;
	}

	const refusal = host.refusal(login.user);
	if (refusal) {
		response.message(refusal);
		return undefined;
	}

	const wanted = login.database === '' ? systemDatabase : login.database;
	const database = host.catalog.database(wanted);
	const offline = database !== undefined && host.offline(database);
	if (offline) {
		const message = `Database '${database}' cannot be opened because it is offline.`;
		response.message({number: 942, class: 14, state: 4, message});
	}

	if (database === undefined || offline) {
		const message = `Cannot open database "${wanted}" requested by the login. The login failed.`;
		response.message({number: 4060, class: 11, message});
		response.message(failed);
		return undefined;
	}

	return database;
};

const welcome = (wire: Wire, response: Response, login: Login, database: string): void => {
	const before = wire.packetSize;
	const packetSize = login.packetSize === 0 ? before : Math.min(Math.max(login.packetSize, 512), 32_767);
	response.token(tokens.databaseChange(database, systemDatabase));
	response.message({number: 5701, class: 0, state: 2, message: `Changed database context to '${database}'.`});
	response.token(tokens.collationChange());
	response.token(tokens.languageChange('us_english'));
	response.message({number: 5703, class: 0, message: 'Changed language setting to us_english.'});
	response.token(tokens.loginAcknowledged(Math.min(login.tdsVersion, newestTds)));
	response.token(tokens.packetSizeChange(packetSize, before));
	response.done('batch');
	wire.send(response.bytes());
	wire.packetSize = packetSize;
};
