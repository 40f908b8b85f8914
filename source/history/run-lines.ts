import * as z from 'zod';
import type {Run} from '../domain/jobs/job.ts';
import {runsTold, type RunRecord} from '../domain/jobs/run-record.ts';
import {joined} from '../domain/stretch.ts';

const time = z.iso.datetime().transform(text => new Date(text));

/** What is left out of a run was not known, or is as usual. */
const run = z.object({
	container: z.string().min(1),
	project: z.string(),
	job: z.string(),
	ended: z.boolean(),
	created: time.optional(),
	started: time.optional(),
	finished: time.optional(),
	exit: z.number().int().optional(),
	outOfMemory: z.literal(true).optional(),
	failure: z.string().optional(),
	terminal: z.literal(true).optional(),
	startedAs: z.string().optional(),
});

const line = z.union([z.object({run}), z.object({watched: z.object({from: time, to: time})})]);

const runFrom = (kept: z.infer<typeof run>): Run => ({
	containerId: kept.container,
	project: kept.project,
	job: kept.job,
	state: kept.ended ? 'finished' : 'running',
	createdAt: kept.created,
	startedAt: kept.started,
	finishedAt: kept.finished,
	exitCode: kept.exit,
	outOfMemory: kept.outOfMemory ?? false,
	failure: kept.failure ?? '',
	terminal: kept.terminal ?? false,
	startedAs: kept.startedAs,
	gone: true,
});

const runLine = (one: Run): string => {
	const kept: z.input<typeof run> = {
		container: one.containerId,
		project: one.project,
		job: one.job,
		ended: one.state === 'finished',
		created: one.createdAt?.toISOString(),
		started: one.startedAt?.toISOString(),
		finished: one.finishedAt?.toISOString(),
		exit: one.exitCode,
		outOfMemory: one.outOfMemory || undefined,
		failure: one.failure === '' ? undefined : one.failure,
		terminal: one.terminal || undefined,
		startedAs: one.startedAs,
	};
	return `${JSON.stringify({run: kept})}\n`;
};

/** One object of JSON a line, each with its end: runs, and stretches of time in which they were watched. */
export const asLines = ({runs, watched}: RunRecord): readonly string[] => [
	...runs.map(one => runLine(one)),
	...watched.map(stretch => `${JSON.stringify({watched: stretch})}\n`),
];

const readLine = (text: string): ReadonlyArray<z.infer<typeof line>> => {
	try {
		return [line.parse(JSON.parse(text))];
	} catch {
		// Torn off by a crash, or written by somebody else: the others are as good as ever.
		return [];
	}
};

/** What the lines of a file tell, all taken together; two consoles may have written to it. Lines that are none are skipped. */
export const readLines = (text: string): RunRecord => {
	const lines = text.split('\n').flatMap(one => readLine(one));
	return {
		runs: runsTold(lines.flatMap(one => ('run' in one ? [runFrom(one.run)] : []))),
		watched: joined(lines.flatMap(one => ('watched' in one ? [one.watched] : []))),
	};
};
