import {createErrorTest} from '../../parse/errors/error-test.ts';
import {createLineReader, textOf, type RawLine} from '../../parse/lines/lines.ts';
import type {Line, Occurrence} from '../../parse/errors/occurrence.ts';
import {createFolder} from '../../parse/errors/tracebacks.ts';
import type {Docker} from './docker.ts';
import type {LogOptions} from './log-options.ts';

/** Bytes: a container that has written more than this in the time asked for is not read to the end. */
const mostBytes = 32 * 1024 * 1024;

/**
 * Hands on the errors in the output of a container: lines that are errors, each with its traceback, of either of its outputs. Resolves with
 * whether the whole was read, which ends where there is too much of it and where `signal` aborts. Rejects with a `ProblemError` when Docker
 * does not give its output, as with a log driver that keeps none.
 */
export const readContainerErrors = async (
	docker: Docker,
	id: string,
	options: LogOptions,
	errors: RegExp,
	take: (occurrence: Occurrence<Line>) => void,
	signal: AbortSignal,
): Promise<boolean> => {
	const isError = createErrorTest(errors);
	const open = () => {
		const folder = createFolder(isError, take);
		const lines = createLineReader((line: RawLine) => folder.push({text: textOf(line)}));
		return {
			push: lines.push,
			end(): void {
				lines.end();
				folder.end();
			},
		};
	};
	const outputs = {stdout: open(), stderr: open()};
	let bytesRead = 0;
	for await (const {from, bytes} of docker.logs(id, options, signal)) {
		outputs[from].push(bytes);
		bytesRead += bytes.length;
		if (bytesRead > mostBytes) break;
	}

	outputs.stdout.end();
	outputs.stderr.end();
	return bytesRead <= mostBytes && !signal.aborted;
};
