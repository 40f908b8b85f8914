import {join} from 'node:path';
import type {Environment} from '../config/directories.ts';
import {ProblemError} from '../domain/problem.ts';
import {recordKept} from '../domain/jobs/run-record.ts';
import {whyUnwritable} from '../domain/unwritable.ts';
import type {RunHistory} from '../engine/run-history.ts';
import {hostDirectory, type HostPlace} from './host-directory.ts';
import {appendLines, readLineFile, replaceLines} from './line-file.ts';
import {asLines, readLines} from './run-lines.ts';
import {createTurns} from './turns.ts';

/** Lines that a file may have more than twice of what is kept, before it is written anew. */
const spare = 1000;

type State = {lines: number; kept: number; isTorn: boolean};

/**
 * The runs of the jobs of a host, kept below the user's directory for state (`$XDG_STATE_HOME`): `mlops-tui/runs/HOST/runs.jsonl`, one JSON
 * object a line, for its user's eyes only. Disposing waits for what is being written.
 */
export const openRunHistory = (environment: Environment, host: HostPlace): RunHistory & AsyncDisposable => {
	const directory = hostDirectory('runs', environment, host);
	const path = join(directory, 'runs.jsonl');
	const turns = createTurns();
	let known: State | undefined;

	const inTurn = async <Value>(work: () => Promise<Value>): Promise<Value> => {
		try {
			return await turns.take(path, work);
		} catch (error) {
			throw new ProblemError(
				{
					what: `Cannot keep the runs of jobs in ${directory}`,
					why: whyUnwritable(error),
					next: 'make room or set XDG_STATE_HOME to a directory that can be written; until then runs that leave nothing in Docker are forgotten',
				},
				{cause: error},
			);
		}
	};

	const load = async () => {
		const {text, lines, isTorn} = await readLineFile(path);
		const record = readLines(text);
		known = {lines, kept: asLines(record).length, isTorn};
		return {record, state: known};
	};

	const compact = async (now: Date): Promise<void> => {
		const lines = asLines(recordKept((await load()).record, now));
		await replaceLines(path, lines);
		known = {lines: lines.length, kept: lines.length, isTorn: false};
	};

	return {
		read: () => inTurn(async () => (await load()).record),
		add: (seen, now) =>
			inTurn(async () => {
				const lines = asLines(seen);
				if (lines.length === 0) return;
				const state = known ?? (await load()).state;
				await appendLines(path, lines, state.isTorn);
				state.isTorn = false;
				state.lines += lines.length;
				if (state.lines > 2 * state.kept + spare) await compact(now);
			}),
		async [Symbol.asyncDispose]() {
			await turns.over();
		},
	};
};
