import {createSocket} from 'node:dgram';
import {once} from 'node:events';
import {expect, test} from 'vitest';
import {startSqlBrowser} from '../../../source/demo/sql-server/browser.ts';
import {start, poolFor} from './support.ts';

const instances = {ER: 51_433, ICU: 51_434, PIPES: undefined};
const askFor = (name: string): Buffer => Buffer.from(`\u0004${name}\u0000`, 'latin1');
const askForAll = Buffer.from([0x03]);

/** Sends questions in turn from one socket, and resolves to the first answer there is to any. */
const ask = async (port: number, ...questions: readonly Buffer[]): Promise<Buffer> => {
	const socket = createSocket('udp4');
	try {
		const answered = once(socket, 'message');
		for (const question of questions) socket.send(question, port, '127.0.0.1');
		const [answer]: Buffer[] = await answered;
		return answer ?? Buffer.alloc(0);
	} finally {
		socket.close();
	}
};

const textOf = (answer: Buffer): string => {
	expect(answer[0]).toBe(0x05);
	expect(answer.readUInt16LE(1)).toBe(answer.length - 3);
	return answer.subarray(3).toString('latin1');
};

test('an instance is told with its port, whatever the case of its name', async () => {
	await using browser = await startSqlBrowser({server: 'SQL01', instances});
	expect(textOf(await ask(browser.port, askFor('er')))).toBe(
		'ServerName;SQL01;InstanceName;ER;IsClustered;No;Version;16.0.1000.0;tcp;51433;;',
	);
	expect(browser.asked).toEqual(['er']);
});

test('all instances are told one after the other, also one that listens on no port', async () => {
	await using browser = await startSqlBrowser({server: 'SQL01', instances});
	const all = textOf(await ask(browser.port, askForAll)).split(';;');
	expect(all).toHaveLength(4);
	expect(all[1]).toMatch(/InstanceName;ICU;.*;tcp;51434$/);
	expect(all[2]).toMatch(/InstanceName;PIPES;.*;np;\\\\SQL01\\pipe\\/);
});

test('an unknown instance and what is no question get no answer, and do no harm', async () => {
	await using browser = await startSqlBrowser({instances});
	const junk = [
		'',
		'\u0004',
		'\u0004\u0000',
		'\u0003more',
		'GET / HTTP/1.1',
		`\u0004${'x'.repeat(40)}\u0000`,
		'\u0004a;b\u0000',
	];
	const noise = junk.map(text => Buffer.from(text, 'latin1'));
	expect(textOf(await ask(browser.port, askFor('NOBODY'), ...noise, askFor('ICU')))).toContain('InstanceName;ICU;');
	expect(browser.asked).toEqual(['NOBODY', 'ICU']);
});

test('while it is silent nobody is answered, and afterwards everybody is', async () => {
	await using browser = await startSqlBrowser({instances});
	browser.silent = true;
	const socket = createSocket('udp4');
	const answers: string[] = [];
	socket.on('message', answer => answers.push(textOf(answer)));
	socket.send(askFor('ER'), browser.port, '127.0.0.1');
	await expect.poll(() => browser.asked).toEqual(['ER']);
	browser.silent = false;
	socket.send(askFor('ICU'), browser.port, '127.0.0.1');
	await expect.poll(() => answers).toEqual([expect.stringContaining('ICU')]);
	socket.close();
});

test('it leads to a server that answers there', async () => {
	await using server = await start();
	await using browser = await startSqlBrowser({instances: {ER: server.port}});
	const [, port = ''] = /;tcp;(\d+);/.exec(textOf(await ask(browser.port, askFor('ER')))) ?? [];
	await using pool = poolFor({port: Number(port)});
	await pool.connect();
	expect(server.logins).toBe(1);
});

test('its port is free again after it', async () => {
	const first = await startSqlBrowser({instances});
	await first[Symbol.asyncDispose]();
	await using second = await startSqlBrowser({port: first.port, instances});
	expect(second.port).toBe(first.port);
});

test('a port that is taken is an error', async () => {
	await using first = await startSqlBrowser({instances});
	await expect(startSqlBrowser({port: first.port, instances})).rejects.toMatchObject({code: 'EADDRINUSE'});
});
