import type {Outcome} from '../../domain/action.ts';
import {exitMeaning} from '../../domain/service.ts';
import {buildFailed, type StartedRun} from '../../domain/jobs/started-run.ts';
import {plural, spanInWords} from '../../domain/words.ts';
import type {Details} from '../../parse/docker/container.ts';

/** What is known of a run that is over. */
export type Over = {
	readonly run: StartedRun;
	/** Its container; undefined where none was made, or where it was removed. */
	readonly container:
		| Pick<Details, 'state' | 'startedAt' | 'finishedAt' | 'exitCode' | 'outOfMemory' | 'failure'>
		| undefined;
	/** Errors in its output; undefined where they could not be counted. */
	readonly errors:
		| {readonly count: number; readonly isComplete: boolean; readonly last: string | undefined}
		| undefined;
	/** What compose wrote at last. */
	readonly lastLine: string | undefined;
};

/** Whole seconds, and never 0s for what took some time. */
const between = (from: Date, to: Date): string =>
	spanInWords(Math.max(1000, Math.ceil((to.getTime() - from.getTime()) / 1000) * 1000));

const because = (line: string | undefined): string => (line === undefined || line === '' ? '' : `: ${line}`);

const exitInWords = (code: number | undefined, outOfMemory = false): string => {
	if (code === undefined) return '';
	const meaning = code === 0 ? undefined : exitMeaning(code, outOfMemory);
	return ` (exit ${code}${meaning === undefined ? '' : `, ${meaning}`})`;
};

const errorsInWords = (errors: Over['errors']): string => {
	if (errors === undefined) return 'its errors could not be counted';
	const found = plural(errors.count, 'new error');
	return errors.isComplete ? found : `at least ${found}`;
};

/** The code of a run that is over: its container's where there is one, else that of compose. */
export const exitCodeOfRun = ({run, container}: Over): number | undefined =>
	container?.startedAt === undefined ? run.exitCode : (container.exitCode ?? run.exitCode);

/** What became of a run, in one line: `training finished in 4m 12s (exit 0) · 0 new errors`. */
export const outcomeOfRun = (over: Over): Outcome => {
	const {run, container, errors, lastLine} = over;
	const {job, startedAt, endedAt, wasStopped} = run;
	const code = exitCodeOfRun(over);
	const [began, end] =
		container?.startedAt === undefined ? [startedAt, endedAt] : [container.startedAt, container.finishedAt];
	const span = end === undefined ? '' : ` ${between(began, end)}`;
	const after = span === '' ? '' : ` after${span}`;
	const cutOff = run.state === 'lost' ? ' · its last output may be missing' : '';
	if (container?.startedAt === undefined) {
		if (wasStopped) return {text: `${job} was stopped before it ran${after && `,${after}`}`, tone: 'bad'};
		if (run.state === 'lost')
			return {text: `${job}: outcome unknown: its process on the host is gone without an exit code`, tone: 'bad'};
		if (container !== undefined && container.failure !== '')
			return {text: `${job} did not start: ${container.failure}`, tone: 'bad'};
		if (code === buildFailed)
			return {text: `build failed${after}${exitInWords(code)}${because(lastLine)}`, tone: 'bad'};
		if (code !== 0)
			return {
				text: `${job} did not start${after && `,${after}`} (exit ${code ?? '?'})${because(lastLine)}`,
				tone: 'bad',
			};
		return {text: `${job} finished${span && ` in${span}`} (exit 0) · its container is gone`, tone: 'good'};
	}
	const exit = exitInWords(code, container.outOfMemory);
	if (wasStopped) return {text: `${job} was stopped${after}${exit}${cutOff}`, tone: 'bad'};
	if (code === 0 && !container.outOfMemory)
		return {text: `${job} finished${span && ` in${span}`}${exit} · ${errorsInWords(errors)}${cutOff}`, tone: 'good'};
	return {text: `${job} failed${after}${exit}${because(errors?.last)}${cutOff}`, tone: 'bad'};
};
