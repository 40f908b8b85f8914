import type {HostConfig} from '../config/config.ts';
import {encryptionOf} from '../config/sql-trust.ts';
import {statusOfCheck, type WatchedCheck} from '../domain/data/freshness.ts';
import {assessJob, type Job} from '../domain/jobs/job.ts';
import {scheduleInWords} from '../domain/jobs/schedule-state.ts';
import type {ErrorEvent, LogSource} from '../domain/log.ts';
import {assessErrors} from '../domain/log.ts';
import {inOneSentence, type Problem} from '../domain/problem.ts';
import {assess, type Service} from '../domain/service.ts';
import {worst, type Status} from '../domain/status.ts';
import type {SearchedSource, Seen} from '../engine/engine.ts';
import {describeData} from './describe-data.ts';

/** What one look at a host saw. A part that could not be looked at is its problem. */
export type Findings = {
	readonly host: string;
	readonly asOf: Date;
	readonly latency: number | Problem;
	readonly services: Seen<Service> | Problem;
	/** `unkept` is why its runs are not kept, where they are not. */
	readonly jobs: (Seen<Job> & {readonly unkept?: Problem | undefined}) | Problem;
	readonly logs: readonly SearchedSource[] | Problem;
	readonly data: Seen<WatchedCheck> | Problem;
};

const isProblem = (part: unknown): part is Problem =>
	typeof part === 'object' && part !== null && 'what' in part && 'why' in part && 'next' in part;

const iso = (at: Date | undefined): string | null => at?.toISOString() ?? null;

const describeService = (service: Service) => {
	const {status, reason} = assess(service);
	return {
		project: service.project,
		service: service.name,
		state: service.state,
		exitCode: service.state === 'running' ? null : (service.exitCode ?? null),
		health: service.health,
		status,
		since: iso(service.since),
		reason: reason ?? null,
	};
};

/** What came of the last moment at which it was due; null without a schedule. */
const describeSchedule = ({schedule, standing}: Job) =>
	schedule === undefined ? null : {state: standing?.state ?? 'not known', due: iso(standing?.due)};

const describeJob = (job: Job, asOf: Date) => {
	const {status, reason} = assessJob(job);
	const [last] = job.runs;
	const said = job.standing && scheduleInWords(job.standing, job.clock, asOf);
	const reasons = [said, reason].filter(words => words !== undefined);
	return {
		job: job.name,
		status,
		lastRun:
			last === undefined
				? null
				: {startedAt: iso(last.startedAt), finishedAt: iso(last.finishedAt), exitCode: last.exitCode ?? null},
		schedule: describeSchedule(job),
		reason: reasons.length === 0 ? null : reasons.join('; '),
	};
};

/** Files of several directories may bear one name: such a file goes by its path. */
const uniqueName = (source: LogSource, all: readonly LogSource[]): string =>
	source.kind === 'file' && all.some(({key, name}) => key !== source.key && name === source.name)
		? source.path
		: source.name;

/** Enough to see what is wrong; a script that wants all of them asks for the log. */
const mostKinds = 20;

const describeKind = ({summary, count, first, at, isNew}: ErrorEvent) => ({
	error: summary,
	count,
	first: iso(first),
	last: iso(at),
	/** Not seen before the last good run of the job; null where that cannot be told. */
	new: isNew ?? null,
});

const describeLog = ({source, searched, events}: SearchedSource, all: readonly LogSource[]) => {
	const newestFirst = events.toSorted((one, other) => (other.at?.getTime() ?? 0) - (one.at?.getTime() ?? 0));
	return {
		source: uniqueName(source, all),
		errors: events.reduce((sum, {count}) => sum + count, 0),
		searched: {lines: searched.lines, bytes: searched.bytes, from: iso(searched.from), to: iso(searched.to)},
		latest: newestFirst[0]?.summary ?? null,
		kinds: newestFirst.slice(0, mostKinds).map(event => describeKind(event)),
	};
};

/** What could not be searched at all has no count of errors, not even none: it is among the problems. */
const wasSearched = ({searched, problem}: SearchedSource): boolean => problem === undefined || searched.lines > 0;

const rowsOf = <Row>(part: Seen<Row> | Problem): readonly Row[] => (isProblem(part) ? [] : part.rows);
const listOf = <Row>(part: readonly Row[] | Problem): readonly Row[] => (isProblem(part) ? [] : part);

/** Every reason why something could not be looked at. */
const unseenIn = (findings: Findings): readonly Problem[] => {
	const {host, latency, services, jobs, logs, data} = findings;
	const failed = [latency, services, jobs, logs, data].filter(part => isProblem(part));
	const unseen = [
		...failed,
		...[services, jobs].flatMap(part => (isProblem(part) ? [] : part.problems)),
		...listOf(logs).flatMap(({problem}) => problem ?? []),
	];
	const isEmpty = [rowsOf(services), rowsOf(jobs), listOf(logs), rowsOf(data)].every(({length}) => length === 0);
	return isEmpty && unseen.length === 0 ? [nothingOn(host)] : unseen;
};

const nothingOn = (host: string): Problem => ({
	what: `There is nothing to check on ${host}`,
	why: 'it has no compose service, no job, no log and no freshness check',
	next: 'start a compose project there, or name its files under services: and jobs: in the config',
});

/**
 * The report of `mlops-tui check --json`. Its keys are the contract; `problems` says in sentences what could not be looked at, and what
 * is wrong with data. `host` is what the config says of it; without that nothing is known of encryption.
 */
export const reportOf = (findings: Findings, host: Pick<HostConfig, 'ssh' | 'data'> = {ssh: undefined, data: []}) => {
	const encryption = (name: string) => {
		const config = host.data.find(one => one.name === name);
		return config && encryptionOf(config, host);
	};
	const services = rowsOf(findings.services).map(service => describeService(service));
	const jobs = rowsOf(findings.jobs).map(job => describeJob(job, findings.asOf));
	const searched = listOf(findings.logs).filter(wasSearched);
	const logs = searched.map((source, _index, all) =>
		describeLog(
			source,
			all.map(one => one.source),
		),
	);
	const connection: Status = isProblem(findings.latency) ? 'unknown' : 'ok';
	const unseen = unseenIn(findings);
	// What is seen is no less true where its history cannot be kept.
	const unkept = [
		...(isProblem(findings.data) ? [] : findings.data.problems),
		...(isProblem(findings.jobs) ? [] : [findings.jobs.unkept ?? []].flat()),
	];
	const problems = [...unseen, ...rowsOf(findings.data).flatMap(({problem}) => problem ?? []), ...unkept];
	const statuses: readonly Status[] = [
		connection,
		...services.map(({status}) => status),
		...jobs.map(({status}) => status),
		...logs.map(({errors}) => assessErrors(errors)),
		...rowsOf(findings.data).map(check => statusOfCheck(check)),
		...unseen.map((): Status => 'unknown'),
	];
	return {
		host: findings.host,
		asOf: findings.asOf.toISOString(),
		status: worst(statuses),
		connection: {
			status: connection,
			latencyMs: typeof findings.latency === 'number' ? Math.round(findings.latency) : null,
		},
		services,
		jobs,
		logs,
		data: rowsOf(findings.data).map(check => describeData(check, encryption(check.name), findings.asOf)),
		problems: [...new Set(problems.map(problem => inOneSentence(problem)))],
	};
};

export type Report = ReturnType<typeof reportOf>;
