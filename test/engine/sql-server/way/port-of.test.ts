import {execFileSync} from 'node:child_process';
import {createSocket} from 'node:dgram';
import {once} from 'node:events';
import {createReadStream} from 'node:fs';
import {readdir} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {startSqlBrowser} from '../../../../source/demo/sql-server/browser.ts';
import {straight} from '../../../../source/engine/sql-server/way/direct.ts';
import {instancesIn} from '../../../../source/engine/sql-server/way/sql-browser.ts';
import {throughHost} from '../../../../source/engine/sql-server/way/through-host.ts';
import type {Way} from '../../../../source/engine/sql-server/way/way.ts';
import {hostWith, placeOf} from './support.ts';

const {signal} = new AbortController();
const instances = {ER: 51_433, ICU: 51_434, PIPES: undefined};

/** A stand-in for `nc` and `socat` where they are not installed: from standard input to a datagram, and back. */
const relay = (host: string, port: string): string => `#!/bin/sh
exec '${process.execPath}' -e '
const socket = require("dgram").createSocket("udp4");
socket.on("message", answer => process.stdout.write(answer));
process.stdin.once("data", question => socket.send(question, Number(process.argv[2]), process.argv[1]));
' "${host}" "${port}"
`;
const ofSocat = 'address=${2#UDP:}; set -- "${address%:*}" "${address##*:}"';
const nc = relay('$4', '$5').replace('\n', '\n[ "$1" = -h ] && echo "-u UDP" && exit\n');
const socat = relay('$1', '$2').replace('\n', `\n${ofSocat}\n`);

type Case = readonly [title: string, programs: readonly string[], written?: Readonly<Record<string, string>>];
const cases: readonly Case[] = [
	['python3', ['getent', 'python3']],
	['perl', ['getent', 'perl']],
	['bash', ['getent', 'bash']],
	['socat', ['getent'], {socat}],
	['nc', [], {nc}],
	['perl, as python3 is broken', ['perl'], {python3: '#!/bin/sh\nexit 127\n'}],
];
const possible = cases.filter(([, programs]) => programs.every(program => placeOf(program) !== undefined));

/** Every way to ask: straight, and through a host that has one of the programs. */
const ways = [
	['straight', (port: number) => Promise.resolve({way: straight(port), [Symbol.asyncDispose]: async () => {}})],
	...possible.map(
		([title, programs, written]) =>
			[
				`through a host with ${title}`,
				async (port: number) => {
					const host = await hostWith(programs, written);
					return {
						way: throughHost(host.connection, 'er-forecast', port),
						[Symbol.asyncDispose]: () => host[Symbol.asyncDispose](),
					};
				},
			] as const,
	),
] as const satisfies ReadonlyArray<readonly [string, (port: number) => Promise<AsyncDisposable & {way: Way}>]>;

test.each(ways)('SQL Browser tells the port of an instance, %s', async (_title, make) => {
	await using browser = await startSqlBrowser({instances});
	await using made = await make(browser.port);
	expect(await made.way.portOf('127.0.0.1', 'er', signal)).toBe(51_433);
	expect(browser.asked).toEqual(['er']);
});

test.each(ways.slice(0, 4))('an instance that is not there is told with those that are, %s', async (_title, make) => {
	await using browser = await startSqlBrowser({instances});
	await using made = await make(browser.port);
	await expect(made.way.portOf('localhost', 'WARD', signal)).rejects.toMatchObject({
		name: 'NoInstanceError',
		message: 'there is no instance WARD',
		known: ['ER', 'ICU'],
	});
	expect(browser.asked).toEqual(['WARD', '*']);
});

test('an instance that listens on no port is told apart', async () => {
	await using browser = await startSqlBrowser({instances});
	await expect(straight(browser.port).portOf('localhost', 'pipes', signal)).rejects.toMatchObject({
		name: 'NoInstanceError',
		message: 'the instance PIPES takes no TCP connections',
	});
});

test.each(ways.slice(0, 2))('a question that gets lost is asked again, %s', async (_title, make) => {
	await using browser = await startSqlBrowser({instances});
	browser.silent = true;
	await using made = await make(browser.port);
	const port = made.way.portOf('127.0.0.1', 'ER', signal);
	await expect.poll(() => browser.asked, {interval: 5}).toEqual(['ER']);
	browser.silent = false;
	// By then it asks for all, which tells of this one too.
	expect(await port).toBe(51_433);
	expect(browser.asked).toEqual(['ER', '*']);
});

test.each(ways.slice(0, 4))('one that never answers is waited for until nobody wants to, %s', async (_title, make) => {
	await using browser = await startSqlBrowser({instances});
	browser.silent = true;
	await using made = await make(browser.port);
	const leaving = new AbortController();
	const port = made.way.portOf('127.0.0.1', 'ER', leaving.signal);
	await expect.poll(() => browser.asked, {interval: 5}).toEqual(['ER']);
	const reason = new Error('enough');
	leaving.abort(reason);
	await expect(port).rejects.toBe(reason);
});

const answer = (text: string): Buffer => {
	const head = Buffer.from([5, 0, 0]);
	head.writeUInt16LE(text.length, 1);
	return Buffer.concat([head, Buffer.from(text, 'latin1')]);
};
const entry = (instance: string, port: number): string =>
	`ServerName;SQL01;InstanceName;${instance};IsClustered;No;Version;16.0.1000.6;tcp;${port};;`;

test('answers that are none, and those of others, are left alone', async () => {
	const server = createSocket('udp4').bind(0, '127.0.0.1');
	const stranger = createSocket('udp4');
	await once(server, 'listening');
	server.on('message', (_question, {port, address}) => {
		stranger.send(answer(entry('ER', 666)), port, address, () => {
			for (const junk of [
				Buffer.alloc(0),
				Buffer.from('HTTP/1.1 400 Bad Request'),
				Buffer.from([5]),
				Buffer.from([5, 255, 255]),
				answer('nonsense'),
				answer(entry('ER', 1)).subarray(0, 40),
				answer(entry('ER', 51_433)),
			])
				server.send(junk, port, address);
		});
	});
	try {
		expect(await straight(server.address().port).portOf('127.0.0.1', 'ER', signal)).toBe(51_433);
	} finally {
		server.close();
		stranger.close();
	}
});

test.each([
	['a port that is none', entry('ER', 70_000), undefined],
	['no port', 'ServerName;SQL01;InstanceName;ER;np;\\\\SQL01\\pipe;;', undefined],
	['a second entry', `${entry('ICU', 1)}${entry('ER', 2)}`, 2],
	['a name that is the word for the port', entry('tcp', 5).replace('SQL01', 'tcp'), undefined],
])('an answer with %s', (_title, text, port) => {
	expect(instancesIn(answer(text))?.find(({name}) => name === 'ER')?.port).toBe(port);
});

test('a name can be anything and is never more than a name', async () => {
	await using browser = await startSqlBrowser({instances: {}});
	await using host = await hostWith(['getent', 'perl']);
	const wicked = `'"$(touch x)\\\`%s`;
	const leaving = new AbortController();
	const port = throughHost(host.connection, 'er-forecast', browser.port).portOf('127.0.0.1', wicked, leaving.signal);
	await expect.poll(() => browser.asked, {interval: 5}).toEqual([wicked]);
	leaving.abort();
	await expect(port).rejects.toThrow(/abort/);
	expect(await readdir(host.ssh.root)).not.toContain('x');
});

test('nothing is left on the host, whether it answered or was no longer waited for', async () => {
	await using browser = await startSqlBrowser({instances});
	await using host = await hostWith([], {nc: nc.replace('\nexec', '\nexec 8> pipe\nexec')});
	const pipe = join(host.ssh.root, 'pipe');
	execFileSync('mkfifo', [pipe]);
	const way = throughHost(host.connection, 'er-forecast', browser.port);
	// Whoever holds the other end open has it until it ends.
	const heldOpen = async (): Promise<{readonly released: Promise<unknown>}> => {
		const held = createReadStream(pipe);
		await once(held, 'open');
		return {released: once(held.resume(), 'end')};
	};
	const [first, found] = await Promise.all([heldOpen(), way.portOf('127.0.0.1', 'ER', signal)]);
	expect(found).toBe(51_433);
	await first.released;
	browser.silent = true;
	const leaving = new AbortController();
	const port = way.portOf('127.0.0.1', 'ER', leaving.signal);
	const {released} = await heldOpen();
	leaving.abort();
	await expect(port).rejects.toThrow(/abort/);
	await released;
	await expect.poll(() => host.ssh.server.sessions, {interval: 5}).toBe(0);
});

test.each([
	['no program', {}],
	['an nc that knows no UDP', {nc: '#!/bin/sh\necho usage >&2\nexit 1\n'}],
])('a host with %s to ask with says what does without', async (_title, written) => {
	await using host = await hostWith(['getent'], written);
	await expect(throughHost(host.connection, 'er-forecast').portOf('127.0.0.1', 'ER', signal)).rejects.toMatchObject({
		name: 'NoBrowserError',
		message: 'er-forecast has no program to ask it with (python3, perl, bash, socat or nc)',
	});
});

test.each(possible.slice(0, 2).map(([title]) => title))(
	'a name nobody knows is told where there is no getent, by %s',
	async program => {
		await using host = await hostWith([program]);
		const way = throughHost(host.connection, 'er-forecast');
		await expect(way.portOf('nobody.invalid', 'ER', signal)).rejects.toThrow(
			/name or service not known|name resolution/i,
		);
	},
);

const closedPort = async (): Promise<number> => {
	const socket = createSocket('udp4').bind(0, '127.0.0.1');
	await once(socket, 'listening');
	const {port} = socket.address();
	socket.close();
	await once(socket, 'close');
	return port;
};

test.each(ways.slice(0, 4))('a machine where nothing listens says so at once, %s', async (_title, make) => {
	await using made = await make(await closedPort());
	await expect(made.way.portOf('127.0.0.1', 'ER', signal)).rejects.toMatchObject({
		name: 'NoBrowserError',
		message: 'the machine answers that it does not run there',
	});
});
