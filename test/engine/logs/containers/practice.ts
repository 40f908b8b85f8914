import {parseTimestamp, type Moment} from '../../../../source/demo/docker-engine/moment.ts';
import type {Entry} from '../../../../source/demo/docker-engine/log-book.ts';
import {specOf} from '../../../../source/demo/docker-engine/container.ts';
import type {LogRow} from '../../../../source/domain/log.ts';
import {ruleInWords} from '../../../../source/domain/rule-words.ts';
import type {Log, LogWindow} from '../../../../source/engine/log.ts';
import {createContainerLog} from '../../../../source/engine/logs/containers/container-log.ts';
import type {RunLog, ServiceLog} from '../../../../source/engine/logs/sources.ts';
import {labels, runLabels, type startPractice} from '../../docker/practice.ts';

export type Practice = Awaited<ReturnType<typeof startPractice>>;

export const errors = /ERROR|Exception/;

export const serviceSource = (service: string): ServiceLog => ({
	kind: 'service',
	key: `service:er/${service}/1`,
	name: service,
	project: 'er',
	service,
	number: 1,
});

export const runSource = (job: string, containerId: string): RunLog => ({
	kind: 'run',
	key: `run:er/${job}`,
	name: `${job} run`,
	project: 'er',
	job,
	containerId,
	terminal: false,
});

export const logOf = ({docker, containers}: Practice, source: ServiceLog | RunLog): Log =>
	createContainerLog({source, docker, containers}, {errors, now: async () => new Date()});

/** Nanoseconds since 1970 out of seconds since the start of the practice's day. */
export const moment = (seconds: number): Moment => {
	const at = parseTimestamp(
		`${1_790_000_000 + Math.floor(seconds)}.${String(Math.round((seconds % 1) * 1e9)).padStart(9, '0')}`,
	);
	if (at === undefined || at === 'invalid') throw new Error(`no time: ${seconds}`);
	return at;
};

export const timeOf = (seconds: number): Date => new Date(1_790_000_000_000 + seconds * 1000);

/** A run that has written these lines, and ended with an exit code. */
export const ranBefore = (
	{world}: Practice,
	job: string,
	log: readonly Entry[],
	{
		exitCode = 0,
		terminal = false,
		endedAt,
	}: {
		readonly exitCode?: number;
		readonly terminal?: boolean;
		/** A little after its last line when left out. */
		readonly endedAt?: Moment;
	} = {},
): RunLog => {
	const last = log.at(-1)?.at ?? moment(0);
	const spec = specOf({name: `er-${job}-run-${world.containers().length}`, labels: runLabels(job), terminal});
	const past = {createdAt: moment(0), startedAt: moment(0), end: {at: endedAt ?? last + 5_000_000n, exitCode}, log};
	return {...runSource(job, world.create(spec, past)), terminal};
};

/** A service that wrote these lines and goes on. */
export const serves = ({world}: Practice, service: string, log: readonly Entry[]): ServiceLog => {
	const spec = specOf({name: `er-${service}-1`, labels: labels(service)});
	world.create(spec, {createdAt: moment(0), startedAt: moment(0), end: undefined, log});
	return serviceSource(service);
};

/** `line 0` to `line 999`, each so many seconds after the one before it. */
export const lines = (count: number, {every = 1, from = 1, name = 'line'} = {}): Entry[] =>
	Array.from({length: count}, (_, index) => ({
		at: moment(from + index * every),
		from: 'stdout' as const,
		text: `${name} ${index}`,
	}));

/** What rows say: the text of a line, and a rule between dashes, its times left out. */
export const said = (rows: readonly LogRow[]): readonly string[] =>
	rows.map(row => (row.kind === 'line' ? row.line.text : `── ${ruleInWords(row, () => 'TIME')}`));

/** Reads a whole log by windows, from its end or from its start. */
export const readAll = async (log: Log, direction: 'before' | 'after', count: number): Promise<readonly LogRow[]> => {
	const never = new AbortController().signal;
	let rows: readonly LogRow[] = [];
	let window: LogWindow = await log.read(direction === 'before' ? 'end' : 'start', direction, count, never);
	for (let turns = 0; ; turns += 1) {
		rows = direction === 'before' ? [...window.rows, ...rows] : [...rows, ...window.rows];
		if (!window.more) return rows;
		if (turns > 2000) throw new Error('it does not come to an end');
		window = await log.read({mark: direction === 'before' ? window.start : window.end}, direction, count, never);
	}
};
