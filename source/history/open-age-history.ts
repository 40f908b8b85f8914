import {join} from 'node:path';
import type {DataConfig} from '../config/config.ts';
import type {Environment} from '../config/directories.ts';
import {sawTheSame, speaksFor, type AgePoint} from '../domain/data/age-history.ts';
import {ProblemError} from '../domain/problem.ts';
import {whyUnwritable} from '../domain/unwritable.ts';
import type {AgeHistory} from '../engine/age-history.ts';
import {appendAges, compactAges, isOvergrown, readAges, type AgeFile} from './age-file.ts';
import {subjectOf} from './check-subject.ts';
import {fileName} from './file-name.ts';
import {hostDirectory, type HostPlace} from './host-directory.ts';
import {createTurns} from './turns.ts';

type State = {
	file: AgeFile;
	/** The last look, where an earlier one still speaks for it. */
	passing: AgePoint | undefined;
};

/** Whether a point that was written speaks for one that is looked at now. */
const speaks = (written: AgePoint | undefined, point: AgePoint): boolean => {
	const since = point.at.getTime() - (written?.at.getTime() ?? 0);
	return written !== undefined && sawTheSame(written, point) && since >= 0 && since < speaksFor;
};

/**
 * The ages of data on a host, kept below the user's directory for state (`$XDG_STATE_HOME`): `mlops-tui/ages/HOST/CHECK+SUBJECT.jsonl`, one
 * JSON object a line, for its user's eyes only. SUBJECT stands for what the config says is looked at. Of looks that saw the same one is
 * written every quarter of an hour, and the last one before something changed. Disposing waits for what is being written.
 */
export const openAgeHistory = (
	environment: Environment,
	host: HostPlace & {readonly data?: readonly DataConfig[]},
): AgeHistory & AsyncDisposable => {
	const directory = hostDirectory('ages', environment, host);
	const pathOf = (check: string): string => {
		const config = host.data?.find(({name}) => name === check);
		return join(directory, `${fileName(check)}${config === undefined ? '' : `+${subjectOf(config)}`}.jsonl`);
	};
	const states = new Map<string, State>();
	const turns = createTurns();

	/** One thing after the other for each check, each with its own failure. */
	const inTurn = async <Value>(check: string, work: () => Promise<Value>): Promise<Value> => {
		try {
			return await turns.take(check, work);
		} catch (error) {
			throw new ProblemError(
				{
					what: `Cannot keep the ages of data in ${directory}`,
					why: whyUnwritable(error),
					next: 'make room or set XDG_STATE_HOME to a directory that can be written; until then nothing is learnt from them',
				},
				{cause: error},
			);
		}
	};

	const load = async (check: string): Promise<State> => {
		const state: State = {file: await readAges(pathOf(check)), passing: states.get(check)?.passing};
		states.set(check, state);
		return state;
	};

	const write = async (check: string, state: State, points: readonly AgePoint[], now: Date): Promise<void> => {
		await appendAges(pathOf(check), points, state.file.isTorn);
		const ages = [...state.file.ages, ...points];
		state.file = {ages, lines: state.file.lines + points.length, isTorn: false};
		state.passing = undefined;
		if (isOvergrown(state.file, now)) state.file = await compactAges(pathOf(check), now);
	};

	return {
		read: check =>
			inTurn(check, async () => {
				const {file, passing} = await load(check);
				return passing === undefined ? file.ages : [...file.ages, passing];
			}),
		add: (check, point) =>
			inTurn(check, async () => {
				const state = states.get(check) ?? (await load(check));
				const {passing} = state;
				if (speaks(state.file.ages.at(-1), point)) {
					state.passing = point;
					return;
				}
				const isLastBefore = passing !== undefined && !sawTheSame(passing, point);
				await write(check, state, isLastBefore ? [passing, point] : [point], point.at);
			}),
		async [Symbol.asyncDispose]() {
			await turns.over();
		},
	};
};
