import {expect, test} from 'vitest';
import {stepNames, type Step, type WatchedCheck} from '../../source/domain/data/freshness.ts';
import {lookSections, type Look} from '../../source/panes/data/rows.ts';
import {stepsOf} from '../../source/panes/data/steps.ts';
import {atStart} from '../../source/store/scroll.ts';
import type {Details, Section, View} from '../../source/store/session.ts';
import {createStore} from '../../source/store/store.ts';
import {frameOf} from '../support/frame.tsx';
import {checks, now, stillLife} from '../support/still-life.ts';
import {dataConfig} from '../support/data-config.ts';

const before = (seconds: number): Date => new Date(now.getTime() - seconds * 1000);

const evidence: Readonly<Record<string, string>> = {
	network: 'sql01 is 10.1.2.3, tcp to port 1433 through user@10.30.51.137',
	tls: 'certificate verified, of sql01 until 2027-03-01, TLS 1.2 with ECDHE-RSA-AES256-GCM-SHA384',
	login: 'as er_reader',
	database: 'ER',
	procedure: 'dbo.GetLatestPatientData answers',
	rows: '128 rows',
	timestamp: 'RegisteredAt, newest 2026-11-19 07:02:07 (Europe/Stockholm)',
	age: '1d 7h old, limit 1d',
};

/** The steps of a check that ended, or stands, at one of them. */
const steps = (at: number, status: Step['status']): readonly Step[] =>
	stepNames.map((step, index): Step => {
		if (index > at) return {step, status: 'not reached', ms: undefined, evidence: ''};
		const isLast = index === at;
		return {
			step,
			status: isLast ? status : 'ok',
			ms: isLast && status === 'running' ? 0 : 3 + 7 * index,
			evidence: isLast && status === 'running' ? '' : (evidence[step] ?? ''),
		};
	});

const [patients, beds] = checks;
if (patients === undefined || beds === undefined) throw new Error('there are no checks');

const stale: WatchedCheck = {
	...patients,
	steps: steps(7, 'failed'),
	clocks: {sqlServer: 3 * 60_000 + 2000, host: 1000},
	problem: {
		what: 'The data is too old',
		why: 'the newest row was registered 1d 7h ago, and may be 1d old',
		next: 'ask why no newer rows arrive',
	},
};

const checkedAnew: WatchedCheck = {...stale, running: steps(4, 'running'), runningSince: before(3)};

const fresh: WatchedCheck = {
	...beds,
	steps: steps(7, 'ok'),
	cancelled: {at: before(40), how: 'cancelled at procedure after 4s, confirmed by SQL Server'},
	outlook: {
		...beds.outlook,
		usual: {
			kind: 'daily',
			at: 5.5 * 3_600_000,
			zone: 'Europe/Stockholm',
			spread: 12 * 60_000,
			seen: 6,
			weekdays: [1, 2, 3, 4, 5],
			seenOn: [1, 2, 3, 4, 5],
		},
		nextLoadAt: before(-16 * 3600),
	},
};

const call = {config: dataConfig, parameters: {Days: 1, Ward: 'akut'}};

const shown: Look = {
	call,
	state: 'shown',
	answer: {
		statement: '',
		columns: ['RegisteredAt', 'Arrival'],
		rows: Array.from({length: 40}, (_, index) => [
			`2026-11-20 ${String(23 - Math.floor(index / 2)).padStart(2, '0')}:${index % 2 === 0 ? '40' : '10'}:00`,
			index % 5 === 0 ? undefined : index % 3 === 0 ? 'ambulance' : 'walk-in',
		]),
		total: 128,
		withheld: ['VisitId', 'Triage'],
		absent: [],
		resultSets: 1,
		returnValue: 0,
		output: [],
		ms: 41.6,
	},
};

const detailsOf = (title: string, sections: readonly Section[]): View => ({
	kind: 'details',
	title,
	details: createStore<Details>({status: 'live', sections, problem: undefined}),
	scroll: createStore(atStart),
	keymap: undefined,
	close: () => undefined,
});

const scenes: Readonly<Record<string, readonly [title: string, sections: readonly Section[]]>> = {
	stale: ['patients · steps', stepsOf(stale).sections(stale, now)],
	running: ['patients · steps', stepsOf(stale).sections(checkedAnew, now)],
	fresh: ['beds · steps', stepsOf(fresh).sections(fresh, now)],
	rows: ['patients · rows', lookSections(shown, now)],
	'rows-running': [
		'patients · rows',
		lookSections({call, state: 'running', since: before(12), cancel: () => undefined}, now),
	],
	'rows-failed': [
		'patients · rows',
		lookSections(
			{
				call,
				state: 'failed',
				problem: {what: 'Cannot run dbo.GetLatestPatientData', why: 'it may not be executed', next: 'grant it'},
			},
			now,
		),
	],
};

const sizes = [
	[60, 40],
	[80, 24],
	[120, 50],
	[200, 50],
] as const;

for (const [name, [title, sections]] of Object.entries(scenes)) {
	for (const [columns, rows] of sizes) {
		test(`${name} at ${columns}x${rows}`, async () => {
			await using console = await stillLife({session: {views: [detailsOf(title, sections)]}});
			const frame = await frameOf(console, columns, rows, /^(.*\n){3}.*\S/);
			await expect(frame).toMatchFileSnapshot(`../fixtures/frames/data/${name}-${columns}.txt`);
		});
	}

	test(`${name} in ASCII has no other sign in it`, async () => {
		await using console = await stillLife({ascii: true, session: {views: [detailsOf(title, sections)]}});
		const frame = await frameOf(console, 80, 60, /^(.*\n){3}.*\S/);
		await expect(frame).toMatchFileSnapshot(`../fixtures/frames/data/${name}-ascii.txt`);
		expect(frame).toMatch(/^[\n -~]*$/);
	});

	test(`${name} reads the same with colour`, async () => {
		const views = [detailsOf(title, sections)];
		await using plain = await stillLife({session: {views}});
		await using coloured = await stillLife({level: 1, session: {views}});
		expect(await frameOf(coloured, 80, 60, /^(.*\n){3}.*\S/)).toBe(await frameOf(plain, 80, 60, /^(.*\n){3}.*\S/));
	});
}
