import {execFile} from 'node:child_process';
import {promisify} from 'node:util';
import {stat} from 'node:fs/promises';
import type {LogRow} from '../../../../source/domain/log.ts';
import {ruleInWords} from '../../../../source/domain/rule-words.ts';
import type {ByteRange, Connection} from '../../../../source/engine/connection.ts';
import {openLocal} from '../../../../source/engine/host/local.ts';
import {createFileLog} from '../../../../source/engine/logs/files/file-log.ts';
import type {FileLogOptions} from '../../../../source/engine/logs/files/subject.ts';
import type {Piece} from '../../../../source/engine/logs/files/piece.ts';

/** Compresses a file as logrotate does: the time it was written last stays. */
export const gzip = async (path: string): Promise<void> => {
	await promisify(execFile)('gzip', [path]);
};

/** What a listing says of a file that is there. */
export const pieceOf = async (path: string): Promise<Piece> => {
	const {dev, ino, size, mtime} = await stat(path);
	return {path, part: `${dev}:${ino}`, size, modifiedAt: mtime, compressed: path.endsWith('.gz')};
};

/** A connection whose reads of files are written down. */
export const counted = (connection: Connection): Connection & {readonly reads: ByteRange[]; bytes(): number} => {
	const reads: ByteRange[] = [];
	let bytes = 0;
	return {
		...connection,
		reads,
		bytes: () => bytes,
		async *readFile(path, range, signal) {
			reads.push(range);
			for await (const chunk of connection.readFile(path, range, signal)) {
				bytes += chunk.length;
				yield chunk;
			}
		},
	};
};

const clocks: FileLogOptions['clocks'] = async function* () {
	yield {ahead: 0, zone: {kind: 'offset', minutes: 60}};
};

/** A log of files on this machine. */
export const fileLog = (path: string, more: Partial<FileLogOptions> = {}) => {
	const connection = more.connection ?? openLocal();
	return createFileLog(
		{connection, clocks, errors: /ERROR|Exception/, heartbeat: 50, ...more},
		{kind: 'file', key: 'file:a', name: 'a', path},
	);
};

export const texts = (rows: readonly LogRow[]): readonly string[] =>
	rows.flatMap(row => (row.kind === 'line' ? [row.line.text] : []));

export const rules = (rows: readonly LogRow[]): readonly string[] =>
	rows.flatMap(row => (row.kind === 'rule' ? [ruleInWords({...row, at: undefined}, String)] : []));
