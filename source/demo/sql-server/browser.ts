import {createSocket} from 'node:dgram';
import {once} from 'node:events';
import {serverName, serverVersion} from './tds/tokens.ts';

export type SqlBrowserOptions = {
	/** UDP on loopback; any free one when left out, where SQL Server's own is 1434. */
	readonly port?: number;
	/** The name the server gives itself. Default that of the practice server. */
	readonly server?: string;
	/** The TCP port of each instance; undefined for one that listens on no port, only on named pipes. */
	readonly instances: Readonly<Record<string, number | undefined>>;
};

export type SqlBrowser = AsyncDisposable & {
	readonly port: number;
	/** What it was asked, in the order it came: an instance's name, or `*` for all of them. */
	readonly asked: readonly string[];
	/** While true, questions are taken and not answered. May be changed at any time. */
	silent: boolean;
};

// MC-SQLR 2.2: CLNT_BCAST_EX, CLNT_UCAST_EX, CLNT_UCAST_INST, SVR_RESP.
const messages = {broadcast: 0x02, all: 0x03, one: 0x04, answer: 0x05} as const;
const longestName = 32;
const everything = '*';

/** The name in a question, `*` for all instances; undefined for what is no question, which the protocol wants left alone. */
const questionIn = (message: Buffer): string | undefined => {
	const [kind] = message;
	if (kind === messages.broadcast || kind === messages.all) return message.length === 1 ? everything : undefined;
	if (kind !== messages.one) return undefined;
	const name = message.subarray(1, message.at(-1) === 0 ? -1 : undefined);
	const isName = name.length > 0 && name.length <= longestName && !name.includes(0) && !name.includes(';');
	return isName ? name.toString('latin1') : undefined;
};

const versionText = `${serverVersion[0]}.${serverVersion[1]}.${(serverVersion[2] << 8) | serverVersion[3]}.0`;

const entry = (server: string, instance: string, port: number | undefined): string => {
	const ways =
		port === undefined ? ['np', `\\\\${server}\\pipe\\MSSQL$${instance}\\sql\\query`] : ['tcp', String(port)];
	const fields = ['ServerName', server, 'InstanceName', instance, 'IsClustered', 'No', 'Version', versionText, ...ways];
	return `${fields.join(';')};;`;
};

/**
 * SQL Server's Browser service: says over UDP at which TCP port a named instance listens. An instance that it does not know is not
 * answered, as the original does not. Written from MC-SQLR
 * (https://learn.microsoft.com/openspecs/windows_protocols/mc-sqlr).
 *
 * @throws when the port cannot be opened.
 */
export const startSqlBrowser = async ({
	port = 0,
	server = serverName,
	instances,
}: SqlBrowserOptions): Promise<SqlBrowser> => {
	const socket = createSocket('udp4');
	const asked: string[] = [];
	socket.bind(port, '127.0.0.1');
	await once(socket, 'listening');
	const browser: SqlBrowser = {
		port: socket.address().port,
		asked,
		silent: false,
		[Symbol.asyncDispose]: async () => {
			const closed = once(socket, 'close');
			socket.close();
			await closed;
		},
	};
	socket.on('message', (message, {address, port: from}) => {
		const question = questionIn(message);
		if (question === undefined) return;
		asked.push(question);
		const text = Object.entries(instances)
			.filter(([name]) => question === everything || name.toLowerCase() === question.toLowerCase())
			.map(([name, tcp]) => entry(server, name, tcp))
			.join('');
		if (browser.silent || text === '') return;
		const answer = Buffer.from(`\u0000\u0000\u0000${text}`, 'latin1');
		answer.writeUInt8(messages.answer, 0);
		answer.writeUInt16LE(text.length, 1);
		// The port of whoever asked may be gone by now.
		socket.send(answer, from, address, () => {});
	});
	return browser;
};
