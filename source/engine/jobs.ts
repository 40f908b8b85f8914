import type {HostConfig} from '../config/config.ts';
import {combine} from '../streams/combine.ts';
import type {Files} from './compose.ts';
import type {Connection} from './connection.ts';
import type {Containers} from './containers.ts';
import {configuredGroup, watchDeclared} from './declared.ts';
import type {Docker} from './docker/docker.ts';
import type {Engine} from './engine.ts';
import {jobRows, lastRunsOf} from './job-rows.ts';
import {watchRunNotes} from './run-notes.ts';
import {sh} from './shell.ts';

type Options = {
	readonly docker: Docker;
	readonly connection: Files & Pick<Connection, 'run'>;
	readonly host: HostConfig;
	readonly containers: Containers;
};

/** What may be asked of the jobs of a host. */
export const createJobs = ({docker, connection, host, containers}: Options): Engine['jobs'] => ({
	async *watch(signal) {
		const sources = {
			containers,
			jobs: (stop: AbortSignal) =>
				watchDeclared(() => configuredGroup(host.jobs, host), {containers, connection}, stop),
			notes: (stop: AbortSignal) => watchRunNotes({docker, containers, errors: host.errors, chosen: lastRunsOf}, stop),
			offsetMinutes: (stop: AbortSignal) => watchOffset(connection, stop),
		};
		for await (const {containers: list, jobs, notes, offsetMinutes} of combine(sources, signal)) {
			yield {
				rows: jobRows({
					containers: list,
					jobs: jobs.declarations,
					schedules: host.schedules,
					offsetMinutes,
					notes,
				}),
				problems: jobs.problems,
			};
		}
	},
});

/** The host's offset from UTC in minutes, once it has said so; undefined before, and for good when it will not. */
async function* watchOffset(
	connection: Pick<Connection, 'run'>,
	signal: AbortSignal,
): AsyncGenerator<number | undefined> {
	yield undefined;
	let said = '';
	try {
		for await (const chunk of connection.run(sh`date +%z`, signal)) {
			if (chunk.from === 'stdout' && said.length < 100) said += Buffer.from(chunk.bytes).toString();
		}
	} catch {
		return;
	}

	const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)\s*$/.exec(said) ?? [];
	if (sign === undefined) return;
	yield (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}
