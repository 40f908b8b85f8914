import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {scan} from '../../../../source/engine/logs/files/scan.ts';
import {startRelay} from '../../../support/relay.ts';
import {practice} from '../../ssh/practice.ts';
import {eventually} from '../support.ts';
import {answerOf, processesWith, textsOf, toTheEnd} from './scan-support.ts';
import {pieceOf} from './support.ts';

/** 50 MB with 20 errors, each with a traceback. */
const largeLog = (): string => {
	const line = '2026-11-21 02:00:00,123 INFO training.pipeline Epoch 17 loss=0.123 batch took 45ms on worker-3\n';
	const error = `2026-11-21 02:00:01,456 ERROR training failed
Traceback (most recent call last):
  File "pipeline.py", line 3, in run
    load()
ValueError: no rows
`;
	return `${line.repeat(26_000)}${error}`.repeat(20);
};

test('the errors of 50 MB come over SSH in some kilobytes', async () => {
	await using server = await practice();
	await using relay = await startRelay(server.server.port);
	const known = join(server.root, 'known_hosts_relay');
	await writeFile(known, server.server.hostKeyLine.replace(/^\S+/, `[127.0.0.1]:${relay.port}`));
	const connection = await server.dial({port: relay.port, knownHostsFiles: [known]});
	const path = join(server.root, 'training.log');
	const text = largeLog();
	await writeFile(path, text);
	const piece = await pieceOf(path);
	const before = relay.received() + relay.sent();
	const answer = await answerOf(connection, {
		piece,
		start: 0,
		end: piece.size,
		pattern: /ERROR|Exception/,
		tracebacks: true,
	});
	expect(relay.received() + relay.sent() - before).toBeLessThan(64 * 1024);
	expect(textsOf(answer).filter(line => line.includes('ERROR'))).toHaveLength(20);
	expect(answer.lines).toHaveLength(20 * 6);
	expect(answer.end).toEqual({lines: 20 * 26_005, bytes: text.length});
});

test('a search that is called off over SSH ends on the host', async () => {
	await using server = await practice();
	const connection = await server.dial();
	const path = join(server.root, 'training.log');
	await writeFile(path, `${'ERROR '.repeat(20)}\n`.repeat(200_000));
	const piece = await pieceOf(path);
	const marker = `marker_ssh_${process.pid}`;
	const stop = new AbortController();
	const request = {piece, start: 0, end: piece.size, pattern: new RegExp(`ERROR|${marker}`)};
	const found = scan(connection, request, stop.signal);
	expect(await found.next()).toMatchObject({done: false});
	expect(await processesWith(marker)).not.toEqual([]);
	stop.abort(new Error('enough'));
	await expect(toTheEnd(found)).rejects.toThrow('enough');
	await expect.poll(() => processesWith(marker), eventually).toEqual([]);
	// Its place is free again.
	expect((await answerOf(connection, {...request, pattern: /nothing/})).lines).toEqual([]);
});
