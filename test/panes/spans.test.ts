import {expect, test} from 'vitest';
import type {HostClock} from '../../source/domain/time/host-clock.ts';
import type {Job, Run} from '../../source/domain/jobs/job.ts';
import {jobs} from '../../source/panes/jobs/jobs.ts';
import {services} from '../../source/panes/services.ts';
import {services as stillServices} from '../support/still-life.ts';

const now = new Date('2026-11-20T13:02:07Z');
const zone = {kind: 'iana', zone: 'Europe/Stockholm'} as const;
/** The clock of the host is five minutes ahead of this one. */
const clock: HostClock = {ahead: 5 * 60_000, zone};
const tenMinutesAgo = new Date(now.getTime() - 5 * 60_000); // By the clock of the host.

const run = (finishedAt: Date | undefined): Run => ({
	containerId: 'a',
	project: 'er',
	job: 'training',
	state: finishedAt === undefined ? 'running' : 'finished',
	startedAt: tenMinutesAgo,
	finishedAt,
	exitCode: undefined,
	outOfMemory: false,
	failure: '',
	terminal: false,
	startedAs: undefined,
	createdAt: undefined,
	gone: false,
});

const job = (finishedAt?: Date): Job => ({
	key: 'er/training',
	project: 'er',
	name: 'training',
	runs: [run(finishedAt)],
	schedule: '4 14 * * *',
	clock,
	note: undefined,
	declared: undefined,
	started: [],
	watched: [],
	standing: undefined,
});

const cell = (title: string, row: Job): string | undefined =>
	jobs.columns.find(column => column.title === title)?.text(row, now);

test('how long a run has been going on is told by the clock of its host', () => {
	expect(cell('TOOK', job())).toBe('10m');
	expect(cell('TOOK', job(new Date(tenMinutesAgo.getTime() + 1000)))).toBe('1s');
});

test('a run that is due by the clock of its host is not the next one', () => {
	expect(cell('NEXT', job())).toMatch(/^11-21 14:04/);
});

test('since when a service is in its state is told by the clock of its host', () => {
	const [service] = stillServices;
	if (service === undefined) throw new Error('there is no service');
	const row = {...service, label: service.name, since: tenMinutesAgo, clock};
	expect(services.columns.find(({title}) => title === 'SINCE')?.text(row, now)).toBe('10m');
});
