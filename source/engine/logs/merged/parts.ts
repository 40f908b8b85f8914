import type {LogRow, LogSource} from '../../../domain/log.ts';
import {problemIn} from '../../../domain/problem.ts';
import type {Log} from '../../log.ts';

/** One of the logs that are merged. */
export type PartLog = {readonly source: LogSource; readonly log: Log};

/** What is known of the logs of a merged one from one reading to the next. */
export type Standing = {
	/** Says that a log cannot be read, in its place; undefined when that has been said since it could be read last. */
	failed(part: PartLog, error: unknown): LogRow | undefined;
	/** It could not be read or searched, so where it ends is not known. */
	missed(part: PartLog): void;
	/** Whether where it ends is not known. */
	isMissed(part: PartLog): boolean;
	worked(part: PartLog): void;
};

export const createStanding = (): Standing => {
	const told = new Set<string>();
	const missed = new Set<string>();
	return {
		failed({source}, error) {
			if (told.has(source.key)) return undefined;
			told.add(source.key);
			return cannotBeRead(source, error);
		},
		worked({source}) {
			told.delete(source.key);
			missed.delete(source.key);
		},
		missed: ({source}) => void missed.add(source.key),
		isMissed: ({source}) => missed.has(source.key),
	};
};

export const cannotBeRead = (source: LogSource, error: unknown): LogRow => ({
	kind: 'rule',
	source,
	words: `${source.name}: cannot be read: ${problemIn(error).why}`,
	at: undefined,
});
