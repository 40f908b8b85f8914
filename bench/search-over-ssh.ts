/**
 * The errors of a whole log on the other end of an SSH connection: how long, how many bytes cross the link, how much memory here.
 * `node --expose-gc bench/search-over-ssh.ts [MEBIBYTES]`
 */
import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {createHostClocks} from '../source/engine/host/host-clock.ts';
import {createFileLog} from '../source/engine/logs/files/file-log.ts';
import {practice} from '../test/engine/ssh/practice.ts';
import {startRelay} from '../test/support/relay.ts';
import {timed} from './figures.ts';
import {writeLog} from './write-log.ts';

const [mebibytes = 1024] = process.argv.slice(2).map(Number);
const never = new AbortController().signal;

await using host = await practice();
await using relay = await startRelay(host.server.port);
const knownHosts = join(host.root, 'known_hosts_of_relay');
await writeFile(knownHosts, host.server.hostKeyLine.replace(/^\S+/, `[127.0.0.1]:${relay.port}`));
const path = join(host.root, 'training.log');
const errors = await writeLog(path, mebibytes * 1024 * 1024, 500_000);
const connection = await host.dial({port: relay.port, knownHostsFiles: [knownHosts]});
const log = createFileLog(
	{connection, clocks: createHostClocks(connection), errors: /ERROR|Exception/, heartbeat: 5000},
	{kind: 'file', key: 'file', name: 'training', path},
);

const memory = (): number => {
	globalThis.gc?.();
	return process.memoryUsage().rss / 1024 / 1024;
};
const [crossedBefore, memoryBefore] = [relay.received(), memory()];
let most = memoryBefore;
let found = 0;
let lines = 0;
const time = await timed(async () => {
	for await (const part of log.findErrors('start', 'end', never)) {
		found += part.events.length;
		lines = part.searched.lines;
		most = Math.max(most, process.memoryUsage().rss / 1024 / 1024);
	}
});
if (found !== errors) throw new Error(`found ${found} of ${errors} errors`);
console.log(
	`${mebibytes} MiB in ${lines} lines: ${found} errors with their tracebacks in ${(time / 1000).toFixed(1)} s`,
);
console.log(
	`${relay.received() - crossedBefore} bytes came over the link, ${(most - memoryBefore).toFixed(0)} MiB of memory more at the most`,
);
