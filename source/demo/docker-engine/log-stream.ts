import {once} from 'node:events';
import type {Stream} from './container.ts';
import {answerJson, isTrue, open, type Exchange} from './exchange.ts';
import type {Entry, LogBook} from './log-book.ts';
import {parseTimestamp, stamp, type Moment} from './moment.ts';
import {Refusal} from './refusal.ts';

const streamNumber: Readonly<Record<Stream, number>> = {stdout: 1, stderr: 2};

/** Eight bytes before every line: the stream, three zeros, the length. https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Container/operation/ContainerAttach */
const framed = (from: Stream, payload: Buffer): Buffer => {
	const header = Buffer.alloc(8);
	header.writeUInt8(streamNumber[from], 0);
	header.writeUInt32BE(payload.length, 4);
	return Buffer.concat([header, payload]);
};

const timestampIn = (query: URLSearchParams, name: string): Moment | undefined => {
	const text = query.get(name);
	const moment = parseTimestamp(text);
	if (moment === 'invalid') throw new Refusal(500, `strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
	return moment;
};

/** The entries from number `from`, and those to come until the container ends when `follow` is set. */
async function* entriesOf(log: LogBook, from: number, follow: boolean, signal: AbortSignal): AsyncGenerator<Entry> {
	let next = from;
	let last = follow ? Number.POSITIVE_INFINITY : log.next;
	let wake: (() => void) | undefined;
	const rouse = () => wake?.();
	const ended = () => {
		last = log.next;
		rouse();
	};
	const unfollow = follow ? log.follow({written: rouse, ended}) : () => {};
	signal.addEventListener('abort', rouse, {once: true});
	try {
		while (!signal.aborted) {
			for (; next < Math.min(log.next, last); next += 1) {
				next = Math.max(next, log.first);
				const entry = log.at(next);
				if (entry !== undefined) yield entry;
			}
			if (next >= last) return;
			await new Promise<void>(resolve => {
				wake = resolve;
			});
		}
	} finally {
		unfollow();
		signal.removeEventListener('abort', rouse);
	}
}

/** `GET /containers/{id}/logs` */
export const streamLogs = async ({world, reference, query, response, signal}: Exchange): Promise<void> => {
	const {spec, status} = world.find(reference);
	const wanted: Readonly<Record<Stream, boolean>> = {stdout: isTrue(query, 'stdout'), stderr: isTrue(query, 'stderr')};
	if (!wanted.stdout && !wanted.stderr) {
		answerJson(response, 400, {message: 'Bad parameters: you must choose at least one stream'});
		return;
	}
	const log = world.logOf(reference);
	const since = timestampIn(query, 'since');
	const until = timestampIn(query, 'until');
	const timestamps = isTrue(query, 'timestamps');
	const tail = /^\d+$/.test(query.get('tail') ?? '') ? Number(query.get('tail')) : Number.POSITIVE_INFINITY;
	// The tail is cut from the whole log, before `since` and the streams have had their say.
	const first = Math.max(log.first, log.next - tail);
	const follow = isTrue(query, 'follow') && status === 'running';
	open(response);
	for await (const {at, from, text} of entriesOf(log, first, follow, signal)) {
		if (until !== undefined && at > until) break;
		if (!wanted[from] || (since !== undefined && at < since)) continue;
		const payload = Buffer.from(`${timestamps ? `${stamp(at)} ` : ''}${text}${spec.terminal ? '\r\n' : '\n'}`);
		if (!response.write(spec.terminal ? payload : framed(from, payload))) await once(response, 'drain', {signal});
	}
	response.end();
};
