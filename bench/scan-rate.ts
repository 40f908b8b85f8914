/**
 * How quickly a log file is searched for errors, against `grep -c -E 'ERROR|Exception'` on the same file in the same run.
 * `node bench/scan-rate.ts [MEBIBYTES] [ROUNDS]`
 */
import {execFile} from 'node:child_process';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {openLocal} from '../source/engine/host/local.ts';
import {scan} from '../source/engine/logs/files/scan.ts';
import {listPieces} from '../source/engine/logs/files/series.ts';
import {createLineReader, textOf} from '../source/parse/lines/lines.ts';
import {createFolder} from '../source/parse/errors/tracebacks.ts';
import {sideBySide} from './figures.ts';
import {writeLog} from './write-log.ts';

const run = promisify(execFile);
const [mebibytes = 256, rounds = 5] = process.argv.slice(2).map(Number);
const pattern = /ERROR|Exception/;
const never = new AbortController().signal;

const directory = await mkdtemp(join(tmpdir(), 'mlops-tui-bench-'));
const connection = openLocal();
try {
	const path = join(directory, 'training.log');
	const errors = await writeLog(path, mebibytes * 1024 * 1024);
	const [piece] = await listPieces(connection, path, never);
	if (piece === undefined) throw new Error('the log is not there');

	const check = (found: number): void => {
		if (found !== errors) throw new Error(`found ${found} of ${errors} errors`);
	};
	const grep = async (): Promise<void> => {
		const {stdout} = await run('grep', ['-c', '-E', 'ERROR|Exception', path], {env: {...process.env, LC_ALL: 'C'}});
		check(Number(stdout));
	};
	const onHost = async (): Promise<void> => {
		let found = 0;
		for await (const part of scan(connection, {piece, start: 0, end: piece.size, pattern, tracebacks: true}, never))
			if (part.kind === 'line' && pattern.test(textOf(part.raw))) found += 1;
		check(found);
	};
	const here = async (): Promise<void> => {
		let found = 0;
		const folder = createFolder<{readonly text: string}>(
			text => pattern.test(text),
			() => (found += 1),
		);
		const reader = createLineReader(raw => folder.push({text: textOf(raw)}));
		for await (const bytes of connection.readFile(path, {start: 0}, never)) reader.push(bytes);
		reader.end();
		folder.end();
		check(found);
	};

	const medians = await sideBySide(
		{'grep -c': grep, 'search on the host': onHost, 'every line read here': here},
		rounds,
	);
	const base = medians['grep -c'] ?? Number.NaN;
	console.log(`${mebibytes} MiB, ${errors} errors with tracebacks, medians of ${rounds} rounds in turn`);
	for (const [name, time] of Object.entries(medians)) {
		const rate = (mebibytes / time) * 1000;
		console.log(
			`${name.padEnd(22)} ${time.toFixed(0).padStart(6)} ms ${rate.toFixed(0).padStart(6)} MiB/s  ${(time / base).toFixed(1)} x`,
		);
	}
} finally {
	connection.close();
	await rm(directory, {recursive: true, force: true});
}
