import {chmod, mkdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';

/** Hands its words to the practice server and writes what that says. A process of its own on the host, as docker is. */
const client = (socket: string): string => `
const {connect} = require('node:net');
const {createInterface} = require('node:readline');
process.exitCode = 1;
const socket = connect(${JSON.stringify(socket)});
socket.on('error', () => process.stderr.write('Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?\\n'));
socket.write(JSON.stringify(process.argv.slice(2)) + '\\n');
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => socket.write('stop\\n'));
createInterface({input: socket}).on('line', line => {
	const {out, err, exit} = JSON.parse(line);
	if (out !== undefined) process.stdout.write(out);
	if (err !== undefined) process.stderr.write(err);
	if (exit !== undefined) process.exitCode = exit;
});
`;

const quoted = (word: string): string => `'${word.replaceAll("'", String.raw`'\''`)}'`;

/** Writes the command `docker` into a new directory, for the PATH. It speaks to the practice server through `socket`. */
export const installDocker = async (directory: string, socket: string): Promise<void> => {
	const script = join(directory, 'docker.cjs');
	await mkdir(directory);
	await writeFile(script, client(socket));
	const command = join(directory, 'docker');
	await writeFile(command, `#!/bin/sh\nexec ${quoted(process.execPath)} ${quoted(script)} "$@"\n`);
	await chmod(command, 0o755);
};
