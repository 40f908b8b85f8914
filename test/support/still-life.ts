import type {HostConfig} from '../../source/config/config.ts';
import {defaultHost} from '../../source/config/host.ts';
import {aborted} from '../../source/streams/aborted.ts';
import {serviceOf} from './service.ts';
import type {AgePoint} from '../../source/domain/data/age-history.ts';
import {noOutlook} from '../../source/domain/data/outlook.ts';
import type {WatchedCheck} from '../../source/domain/data/freshness.ts';
import type {DockerFacts, Link} from '../../source/domain/host.ts';
import type {HostClock} from '../../source/domain/time/host-clock.ts';
import type {Job} from '../../source/domain/jobs/job.ts';
import type {Problem} from '../../source/domain/problem.ts';
import type {Service} from '../../source/domain/service.ts';
import type {Engine, SearchedSource} from '../../source/engine/engine.ts';
import type {Log} from '../../source/engine/log.ts';
import type {Reach} from '../../source/flow/keep-connected.ts';
import {createPanes} from '../../source/panes/index.ts';
import {initialSession, type Session} from '../../source/store/session.ts';
import {createStore} from '../../source/store/store.ts';
import type {Console} from '../../source/ui/console.ts';
import {createTheme} from '../../source/ui/theme.ts';
import {bind} from '../../source/keys/keymap.ts';
import {overviewKeys} from '../../source/keys/overview.ts';
import {waitUntil} from './wait.ts';

/** The moment of the picture, by the wall clock of the tests' zone: 14:02:07. */
export const now = new Date('2026-11-20T13:02:07Z');

const ago = (minutes: number): Date => new Date(now.getTime() - minutes * 60_000);

const clock: HostClock = {ahead: 0, zone: {kind: 'iana', zone: 'Europe/Stockholm'}};

const service = (name: string, more: Partial<Service> = {}): Service =>
	serviceOf(name, {project: 'er-forecast', since: ago(17_280), clock, ...more});

export const services: readonly Service[] = [
	service('mlflow', {ports: ['5050:5000'], health: 'healthy', usage: {cpu: 0.04, memory: 431_000_000}}),
	service('postgres', {ports: ['5432'], health: 'unhealthy', usage: {cpu: 1.2, memory: 98_000_000}}),
	service('minio', {state: 'exited', exitCode: 137, outOfMemory: true, since: ago(14), restarts: 3}),
	service('日本語-サービス', {state: 'not created', containerId: undefined, since: undefined, restarts: undefined}),
	service('prometheus\u001B[31m', {ports: ['9090'], health: 'starting', since: ago(0.2)}),
];

export const jobs: readonly Job[] = [
	{
		key: 'er-forecast/prediction',
		project: 'er-forecast',
		name: 'prediction',
		schedule: '15 * * * *',
		clock,
		note: 'DataTooStaleError: Data is too stale: newest patient row is 31 h old, limit 24 h',
		runs: [
			{
				containerId: 'prediction-run-1',
				project: 'er-forecast',
				job: 'prediction',
				state: 'finished',
				startedAt: ago(47),
				finishedAt: ago(46.9),
				exitCode: 1,
				outOfMemory: false,
				failure: '',
				terminal: false,
				startedAs: undefined,
				createdAt: undefined,
				gone: false,
			},
		],
		declared: {workingDirectory: '/srv/ER-forecast', configFiles: ['/srv/ER-forecast/docker-compose.jobs.yml']},
		started: [],
		watched: [],
		standing: undefined,
	},
	{
		key: 'er-forecast/training',
		project: 'er-forecast',
		name: 'training',
		schedule: '0 2 * * *',
		clock,
		note: undefined,
		runs: [],
		declared: {workingDirectory: '/srv/ER-forecast', configFiles: ['/srv/ER-forecast/docker-compose.jobs.yml']},
		started: [],
		watched: [],
		standing: undefined,
	},
];

const predictionLog = {kind: 'file', key: 'prediction', name: 'prediction', path: 'logs/prediction.log'} as const;

export const logs: readonly SearchedSource[] = [
	{
		source: predictionLog,
		searched: {
			lines: 18_342,
			bytes: 1_900_000,
			from: ago(1440),
			to: ago(1),
			range: {kind: 'last', milliseconds: 86_400_000},
		},
		problem: undefined,
		events: [
			{
				key: 'stale',
				source: predictionLog,
				at: ago(47),
				line: {text: 'ERROR flows.prediction Prediction flow failed', at: ago(47), part: '', position: 1200},
				details: ['Traceback (most recent call last):'],
				summary: 'DataTooStaleError: Data is too stale: newest patient row is 31 h old, limit 24 h',
				frame: undefined,
				fingerprint: 'stale',
				count: 7,
				first: ago(407),
				isNew: undefined,
			},
		],
	},
];

/** A look every five minutes for a day; the newest row is so many minutes old now, and those before came so many minutes apart. */
const agesSeen = (newest: number, every: number): readonly AgePoint[] =>
	Array.from({length: 288}, (_, index) => {
		const before = 5 * (287 - index);
		const age = before <= newest ? newest - before : every - ((before - newest) % every);
		return {at: ago(before), verdict: 'fresh', age: age * 60_000, newest: undefined};
	});

export const checks: readonly WatchedCheck[] = [
	{
		key: 'patients',
		name: 'patients',
		verdict: 'stale',
		cause: 'old',
		age: 31 * 3_600_000,
		maxAge: 86_400_000,
		newest: ago(31 * 60),
		checkedAt: ago(0.5),
		steps: [],
		problem: undefined,
		owner: 'whoever fills the data',
		clocks: {sqlServer: 0, host: 0},
		running: undefined,
		cancelled: undefined,
		ages: agesSeen(31 * 60, 26 * 60),
		outlook: noOutlook,
	},
	{
		key: 'beds',
		name: 'beds',
		verdict: 'fresh',
		cause: undefined,
		age: 5 * 3_600_000,
		maxAge: 8 * 3_600_000,
		newest: ago(5 * 60),
		checkedAt: ago(0.5),
		steps: [],
		problem: undefined,
		owner: undefined,
		clocks: {sqlServer: 0, host: 0},
		running: undefined,
		cancelled: undefined,
		ages: agesSeen(5 * 60, 6 * 60),
		outlook: {
			...noOutlook,
			turnsAt: ago(-3 * 60),
			warnings: [{kind: 'before run', job: 'training', runAt: ago(-13 * 60)}],
		},
	},
];

const host: HostConfig = {
	...defaultHost(),
	name: 'er-forecast',
	ssh: 'user@10.30.51.137',
	directory: '/srv/ER-forecast',
};

/** One value, and then silence until the signal. */
const once = async function* <Value>(value: Value, signal: AbortSignal): AsyncGenerator<Value> {
	yield value;
	await aborted(signal);
};

const nowhere = {rows: [], start: new Map(), end: new Map(), more: false};

/** The log in which nothing was ever written. */
const nothingWritten: Log = {
	read: () => Promise.resolve(nowhere),
	follow: (from, signal) => once({rows: [], end: from}, signal),
	search: async function* () {},
	findErrors: async function* () {},
};

/** An engine that shows always the same, for pictures of the screen. */
const stillEngine = (problems: readonly Problem[]): Engine => ({
	heartbeat: 5000,
	parts: [],
	clock: () => Promise.resolve(clock),
	docker: {facts: () => Promise.resolve({version: '28.5.0', apiVersion: '1.51', name: 'er'})},
	services: {
		watch: (_visible, signal) => once({rows: services, problems}, signal),
		restart: (_services, signal) => once({text: 'restarted', tone: 'good'} as const, signal),
		restartCommand: () => 'docker compose restart',
		describe: () => Promise.resolve([]),
	},
	jobs: {watch: signal => once({rows: jobs, problems: []}, signal)},
	runs: {
		kept: () => Promise.resolve([]),
		command: () => 'docker compose run --build',
		start: () => Promise.reject(new Error('a still life runs nothing')),
		watch: (_run, signal) =>
			once({outcome: {text: 'ran', tone: 'good'}, exitCode: 0, isOver: true, containerId: undefined}, signal),
		stop: () => Promise.resolve(),
	},
	logs: {
		watchErrors: signal => once(logs, signal),
		searchErrors: () => Promise.resolve(logs),
		log: () => nothingWritten,
		watchSources: signal => once({rows: [predictionLog], problems: []}, signal),
		previous: () => Promise.resolve(undefined),
	},
	data: {
		watch: signal => once({rows: checks, problems: []}, signal),
		recheck: () => undefined,
		cancel: () => undefined,
		rows: () => Promise.reject(new Error('a still life runs nothing')),
	},
});

type Options = {
	readonly level?: 0 | 1;
	readonly ascii?: boolean;
	readonly link?: Link;
	readonly problems?: readonly Problem[];
	/** The rest of the session: a dialog, the help, another focus. */
	readonly session?: Partial<Session>;
	/** Milliseconds that the host's clock is ahead. */
	readonly ahead?: number;
	readonly sqlTrust?: Console['sqlTrust'];
	/** When the rows were last heard of; now when left out. */
	readonly asOf?: Date;
};

/** A console in which nothing moves, with every kind of row on it. */
export const stillLife = async ({
	level = 0,
	ascii = false,
	link,
	problems = [],
	session: more = {},
	asOf = now,
	ahead = 0,
	sqlTrust = [],
}: Options = {}): Promise<Console & AsyncDisposable> => {
	const over = new AbortController();
	const panes = createPanes(5000);
	const session = createStore({...initialSession('services'), ...more});
	const up: Link = {state: 'up', latency: 12};
	const links = createStore<Link>(link ?? up);
	const reach = createStore<Reach | undefined>({engine: stillEngine(problems), lost: new AbortController().signal});
	const feeding = panes.map(pane =>
		pane.keepFed({server: {link: links, reach}, host, now: () => asOf, signal: over.signal}),
	);
	await waitUntil(
		() => panes.every(pane => pane.feed.get().status === 'live'),
		() => 'the panes never came alive',
	);
	const context = {session, panes, retryNow: () => undefined, quit: () => undefined};
	const focused = panes.find(({id}) => id === session.get().focus) ?? panes[0];
	const keymaps = () => [
		focused.keymap(() => ({
			host,
			engine: stillEngine(problems),
			busy: undefined,
			now: () => now,
			ask: () => undefined,
			openLog: () => undefined,
			openRun: () => undefined,
			openDetails: () => undefined,
			askLine: () => undefined,
			copy: () => undefined,
			writeDown: async () => undefined,
			tell: () => undefined,
			say: () => undefined,
		})),
		bind('Everywhere', overviewKeys(panes), () => context, host),
	];
	return {
		hostName: 'er-forecast',
		label: 'user@10.30.51.137',
		readonly: false,
		practice: false,
		broken: () => undefined,
		sqlTrust,
		errors: host.errors,
		theme: createTheme({level, ascii}),
		session,
		link: links,
		docker: createStore<DockerFacts | undefined>({version: '28.5.0', apiVersion: '1.51', name: 'er'}),
		hostClock: createStore<HostClock | undefined>({...clock, ahead}),
		panes,
		clock: createStore(now),
		keymaps,
		helped: keymaps,
		press: () => undefined,
		paste: () => undefined,
		viewResized: () => undefined,
		async [Symbol.asyncDispose]() {
			over.abort();
			await Promise.all(feeding);
		},
	};
};
