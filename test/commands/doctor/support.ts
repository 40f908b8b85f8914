import * as z from 'zod';
import {runDoctor} from '../../../source/commands/doctor/run-doctor.ts';
import type {Errand} from '../../../source/commands/errand.ts';
import type {HostConfig} from '../../../source/config/config.ts';
import {startPractice, type Practice} from '../../../source/demo/practice.ts';
import {createEngine} from '../../../source/engine/create-engine.ts';
import {openLocal} from '../../../source/engine/host/local.ts';
import {dialSsh} from '../../../source/engine/ssh/dial.ts';
import type {SshTarget} from '../../../source/engine/ssh/ssh-target.ts';
import {nobody} from '../support.ts';

/** The moment at which the practice server stands still. */
export const asOf = new Date('2026-11-21T12:00:00Z');

const report = z.strictObject({
	host: z.string(),
	asOf: z.iso.datetime(),
	status: z.enum(['ok', 'warning', 'critical', 'unknown']),
	steps: z.array(
		z.strictObject({
			part: z.string(),
			step: z.string(),
			status: z.enum(['ok', 'warning', 'failed', 'unknown', 'not reached', 'skipped']),
			ms: z.int().nonnegative().nullable(),
			evidence: z.string(),
			cause: z
				.string()
				.regex(/^[a-z]+$/)
				.nullable(),
			owner: z.string().nullable(),
			problem: z.strictObject({what: z.string(), why: z.string(), next: z.string()}).nullable(),
		}),
	),
});

export type Ran = {
	readonly code: number;
	/** As it was printed. */
	readonly printed: string;
	readonly report: z.infer<typeof report>;
	/** The report, a line for each step and one for each remedy. */
	readonly lines: readonly string[];
	readonly progress: readonly string[];
};

const linesOf = ({steps}: Ran['report']): readonly string[] =>
	steps.flatMap(({part, step, status, evidence, cause, problem}) => [
		`${part} · ${step} · ${status}${cause === null ? '' : ` (${cause})`}${evidence === '' ? '' : ` · ${evidence}`}`,
		...(problem === null ? [] : [`    Fix: ${problem.next}`]),
	]);

type Changes = {
	readonly target?: Partial<SshTarget>;
	readonly host?: (host: HostConfig) => Partial<HostConfig>;
};

const options = {
	host: undefined,
	demo: undefined,
	config: undefined,
	readonly: false,
	noColor: true,
	ascii: false,
	refresh: undefined,
	json: true,
};

/** A practice server with a doctor for it. What differs each time, such as ports, keys and times, is written the same. */
export const startPatient = async (scenario = '') => {
	const practice: Practice = await startPractice(scenario, {scheduled: false, now: () => asOf});
	const same = (text: string): string =>
		text
			.replaceAll(/SHA256:[\w+/]+/g, 'SHA256:KEY')
			.replaceAll(String(practice.ssh.port), 'PORT')
			.replaceAll(practice.directory, 'DIRECTORY')
			.replaceAll(practice.target.identityFiles[0] ?? '', 'KEYFILE')
			.replaceAll(practice.target.knownHostsFiles[0] ?? '', 'KNOWN_HOSTS')
			.replaceAll(/sh answers on [^"]*/g, 'sh answers on SYSTEM')
			.replaceAll(/until \d{4}-\d\d-\d\d/g, 'until DAY');
	return {
		practice,
		async examine({target = {}, host: change = () => ({})}: Changes = {}): Promise<Ran> {
			const host = {...practice.host, ...change(practice.host)};
			const printed: string[] = [];
			const progress: string[] = [];
			const errand: Errand = {
				host,
				async reach(asker, signal, onStep) {
					const dialled = {...practice.target, ...target};
					const connection =
						host.ssh === undefined
							? openLocal()
							: await dialSsh(dialled, asker, signal, {login: 5000, keepalive: 5000}, onStep);
					return {connection, engine: createEngine(connection, host, {heartbeat: 1000, now: () => asOf})};
				},
				asker: nobody,
				print: text => void printed.push(text),
				now: () => asOf,
				signal: new AbortController().signal,
			};
			const terminal = {environment: {}, columns: 100, status: (line: string) => void progress.push(line)};
			const code = await runDoctor(options, errand, practice.target.label, terminal);
			const seen = report.parse(JSON.parse(same(printed.join('\n'))));
			return {code, printed: printed.join('\n'), report: seen, lines: linesOf(seen), progress};
		},
		[Symbol.asyncDispose]: async () => practice[Symbol.asyncDispose](),
	};
};

export const passwordOf = async ({host}: Practice): Promise<string> => (await host.data[0]?.login.password?.()) ?? '';
