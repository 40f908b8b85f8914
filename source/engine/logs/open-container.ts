import type {LogLine} from '../../domain/log.ts';
import {ProblemError} from '../../domain/problem.ts';
import {countInWords} from '../../domain/words.ts';
import type {Docker} from '../docker/docker.ts';
import type {LogBatch} from '../engine.ts';
import {pause} from '../../streams/pause.ts';
import {createContainerLines, type ContainerLine} from './containers/container-lines.ts';
import {lineGone} from './line-gone.ts';

/** Lines on either side of a line that is looked at, and what is shown of the end. */
const most = 1000;
/** Milliseconds on either side of it that are asked for. */
const span = 15 * 60 * 1000;
const reattach = 1000;

type Logs = Pick<Docker, 'logs'>;
/** A container, by the name of its log. */
type Container = {readonly name: string; readonly containerId: string; readonly terminal: boolean};

/** The lines around one line, in one batch. */
export async function* openContainerAround(
	docker: Logs,
	{name, containerId, terminal}: Container,
	line: LogLine,
	signal: AbortSignal,
): AsyncGenerator<LogBatch, void, undefined> {
	const window = line.at && {
		since: new Date(line.at.getTime() - span),
		until: new Date(line.at.getTime() + span),
	};
	const before: LogLine[] = [];
	const after: LogLine[] = [];
	let found: LogLine | undefined;
	let left = 0;
	const lines = createContainerLines(containerId, ({line: each}) => {
		if (found !== undefined) after.push(each);
		else if (each.text === line.text && each.at?.getTime() === line.at?.getTime()) found = each;
		else before.push(each);
		if (before.length <= 2 * most) return;
		left += before.splice(0, before.length - most).length;
	});
	for await (const frame of docker.logs(containerId, {...window, timestamps: true, terminal}, signal)) {
		lines.push(frame);
		if (after.length >= most) break;
	}
	lines.end();
	if (found === undefined)
		throw new ProblemError(lineGone(name, 'Docker does not have it any more: newer ones took its room'));
	left += Math.max(0, before.length - most);
	const shown = [...before.slice(-most), found, ...after.slice(0, most)];
	yield {
		lines: shown,
		omitted: left > 0 ? `${countInWords(left)} lines before` : omittedBefore(window?.since),
	};
}

const omittedBefore = (since: Date | undefined): string | undefined =>
	since === undefined ? undefined : `what was written before ${since.toISOString().slice(0, 19)}Z`;

/** The last lines, in one batch, then what is written, also after the container was restarted. */
export async function* openContainerEnd(
	docker: Logs,
	{containerId, terminal}: Container,
	signal: AbortSignal,
): AsyncGenerator<LogBatch, void, undefined> {
	let batch: ContainerLine[] = [];
	let last = '';
	let count = 0;
	const take = (line: ContainerLine): void => {
		batch.push(line);
		count += 1;
		if (line.stamp > last) last = line.stamp;
	};
	const flush = (): readonly LogLine[] => {
		const lines = batch.map(({line}) => line);
		batch = [];
		return lines;
	};

	const first = createContainerLines(containerId, take);
	for await (const frame of docker.logs(containerId, {tail: most, timestamps: true, terminal}, signal))
		first.push(frame);
	first.end();
	// Docker does not say how many lines there are.
	yield {lines: flush(), omitted: count >= most ? `all but the last ${countInWords(most)} lines` : undefined};

	while (!signal.aborted) {
		const next = createContainerLines(containerId, take, {after: last});
		const options = {timestamps: true, terminal, follow: true, ...(last !== '' && {since: last})};
		for await (const frame of docker.logs(containerId, options, signal)) {
			next.push(frame);
			if (batch.length > 0) yield {lines: flush(), omitted: undefined};
		}
		next.end();
		if (batch.length > 0) yield {lines: flush(), omitted: undefined};
		await pause(reattach, signal); // It stopped. When it is started again it writes on.
	}
}
