import {closest} from './closest.ts';
import type {LogSource} from './log.ts';
import {ProblemError} from './problem.ts';

/** Stands for every service and job of a host, merged. */
export const everyLog = 'all';

/** What the name tells about where the same lines may be found twice: a job's log file, and the output of its last run. */
const merged = ({kind}: LogSource): boolean => kind !== 'file';

/**
 * The log of this name, or for `all` those of the services and of the last runs of the jobs. Throws a `ProblemError` when there is none, or
 * when several logs are called so.
 */
export const logsNamed = (name: string, known: readonly LogSource[]): readonly [LogSource, ...LogSource[]] => {
	const found = name === everyLog ? known.filter(merged) : known.filter(source => source.name === name);
	const [first, ...rest] = found;
	if (first === undefined) throw unknown(name, known);
	if (rest.length === 0 || name === everyLog) return [first, ...rest];
	throw new ProblemError({
		what: `Cannot tell which log ${name} is`,
		why: `${found.length} logs of this host have that name: ${found.map(inFull).join(', ')}`,
		next: 'give the log files names of their own under logs: in the config',
	});
};

const inFull = (source: LogSource): string => {
	switch (source.kind) {
		case 'file':
			return source.path;
		case 'service':
			return `service ${source.project}/${source.service}`;
		case 'run':
			return `run of ${source.project}/${source.job}`;
	}
};

const unknown = (name: string, known: readonly LogSource[]): ProblemError => {
	const names = [...new Set(known.map(source => source.name))];
	const like = closest(name, names);
	return new ProblemError({
		what: `There is no log ${name}`,
		why: names.length === 0 ? 'this host has no log that is known' : `the logs of this host are ${names.join(', ')}`,
		next:
			like === undefined ? 'choose one of them, or name its file under logs: in the config' : `did you mean ${like}`,
	});
};
