import {MalformedMessage} from '../tds/bytes.ts';
import {systemDatabase} from '../sql/catalog.ts';
import type {Host} from '../host.ts';
import type {SqlMessage} from '../procedure.ts';
import type {Login} from './login7.ts';
import {readLogin} from './login7.ts';
import type {Identity} from './identify.ts';
import {identify, loginFailed, onlyByToken} from './identify.ts';
import {federatedAcknowledged} from './login-tokens.ts';
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

	const {answer, agreed} = answerPrelogin(prelogin.payload, host.encryption, onlyByToken(host.accounts));
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
const decide = async (wire: Wire, host: Host, login: Login): Promise<SessionState | undefined> => {
	const identity = await identify(wire, login, host.accounts);
	const response = new Response(host.timeZone);
	const entry = enter(identity, login, host);
	if ('refused' in entry) {
		for (const message of entry.refused) {
			response.message(message);
		}

		response.done('batch');
		wire.send(response.bytes());
		wire.close();
		return undefined;
	}

	welcome(wire, response, login, {database: entry.database, byToken: host.accounts.federated.length > 0});
	return {
		catalog: host.catalog,
		user: entry.user,
		timeZone: host.timeZone,
		id: host.letIn(),
		database: entry.database,
		transactions: 0,
		textSize: -1,
		prepared: new Map(),
	};
};

type Entry = {readonly user: string; readonly database: string} | {readonly refused: readonly SqlMessage[]};

/** The database that a session starts in, or the errors why it must not start. */
const enter = (identity: Identity, login: Login, host: Host): Entry => {
	if ('refused' in identity) {
		return {refused: [identity.refused]};
	}

	const {user} = identity;
	const refusal = host.refusal(user);
	if (refusal) {
		return {refused: [refusal]};
	}

	const wanted = login.database === '' ? systemDatabase : login.database;
	const database = host.catalog.database(wanted);
	const message = `Cannot open database "${wanted}" requested by the login. The login failed.`;
	const closed = [{number: 4060, class: 11, message}, loginFailed(user)];
	if (database === undefined) {
		return {refused: closed};
	}

	if (host.offline(database)) {
		const offline = `Database '${database}' cannot be opened because it is offline.`;
		return {refused: [{number: 942, class: 14, state: 4, message: offline}, ...closed]};
	}

	return {user, database};
};

type Welcomed = {
	readonly database: string;
	/** Whether a login by token is one that the server understood. */
	readonly byToken: boolean;
};

const welcome = (wire: Wire, response: Response, login: Login, {database, byToken}: Welcomed): void => {
	const before = wire.packetSize;
	const packetSize = login.packetSize === 0 ? before : Math.min(Math.max(login.packetSize, 512), 32_767);
	response.token(tokens.databaseChange(database, systemDatabase));
	response.message({number: 5701, class: 0, state: 2, message: `Changed database context to '${database}'.`});
	response.token(tokens.collationChange());
	response.token(tokens.languageChange('us_english'));
	response.message({number: 5703, class: 0, message: 'Changed language setting to us_english.'});
	response.token(tokens.loginAcknowledged(Math.min(login.tdsVersion, newestTds)));
	if (login.federated && byToken) {
		response.token(federatedAcknowledged());
	}

	response.token(tokens.packetSizeChange(packetSize, before));
	response.done('batch');
	wire.send(response.bytes());
	wire.packetSize = packetSize;
};
