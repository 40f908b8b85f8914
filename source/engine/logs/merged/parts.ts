import type {LogRow, LogSource} from '../../../domain/log.ts';
import {problemIn} from '../../../domain/problem.ts';
import type {Log} from '../../log.ts';

/** One of the logs that are merged. */
export type PartLog = {readonly source: LogSource; readonly log: Log};

/** What is known of the logs of a merged one from one reading to the next. */
export type Standing = {
	/** Says that a log cannot be read, in its place; undefined when that has been said since it could be read last. */
	failed(part: PartLog, error: unknown): LogRow | undefined;
	worked(part: PartLog): void;
	/** Whether where it ends is not known, since it could not be read. It is asked once. */
	takeUnread(part: PartLog): boolean;
};

export const createStanding = (): Standing => {
	const told = new Set<string>();
	const unread = new Set<string>();
	return {
		failed({source}, error) {
			unread.add(source.key);
			if (told.has(source.key)) return undefined;
			told.add(source.key);
			return cannotBeRead(source, error);
		},
		worked({source}) {
			told.delete(source.key);
			unread.delete(source.key);
		},
		takeUnread: ({source}) => unread.delete(source.key),
	};
};

export const cannotBeRead = (source: LogSource, error: unknown): LogRow => ({
	kind: 'rule',
	source,
	words: `${source.name}: cannot be read: ${problemIn(error).why}`,
	at: undefined,
});
