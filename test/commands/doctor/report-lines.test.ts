import {expect, test} from 'vitest';
import {plainly, statusOfAll, type Examined} from '../../../source/commands/doctor/examined.ts';
import {reportOf} from '../../../source/commands/doctor/report.ts';
import {createTheme} from '../../../source/ui/theme.ts';
import {reportLines} from '../../../source/commands/doctor/report-lines.ts';

const at = new Date('2026-11-21T12:00:00Z');

const forbidden: Examined = {
	part: 'Docker',
	step: 'Docker socket',
	finding: 'failed',
	ms: 12.4,
	evidence: 'er may not open /var/run/docker.sock',
	cause: 'forbidden',
	owner: 'whoever keeps the host',
	problem: {
		what: 'Cannot reach Docker on er-forecast',
		why: 'er may not open /var/run/docker.sock',
		next: 'run `sudo usermod -aG docker er` there, then log in again',
	},
};

test('each part is a table, with what to do below it', () => {
	const steps = [
		plainly('Connection', 'name', 'ok', 'er-forecast is 10.30.51.137', 3),
		plainly('Connection', 'TCP', 'ok', 'to 10.30.51.137 port 22\u001b[31m', 14.6),
		forbidden,
		plainly('Docker', 'Docker Engine', 'not reached'),
		plainly('SQL Server', 'checks', 'skipped', 'none is configured under `data:`'),
	];
	const theme = createTheme({level: 0, ascii: true});
	const lines = reportLines(reportOf('er-forecast', at, steps), 72, theme);
	expect(lines.join('\n')).toMatchInlineSnapshot(`
		"er-forecast x critical
		Connection
		+------+--------+----+-----------------------------+
		| STEP | RESULT | MS | EVIDENCE                    |
		+------+--------+----+-----------------------------+
		| name | + ok   | 3  | er-forecast is 10.30.51.137 |
		| TCP  | + ok   | 15 | to 10.30.51.137 port 22     |
		+------+--------+----+-----------------------------+
		Docker
		+---------------+-------------+----+----------------------+
		| STEP          | RESULT      | MS | EVIDENCE             |
		+---------------+-------------+----+----------------------+
		| Docker socket | x failed    | 12 | er may not open      |
		|               |             |    | /var/run/docker.sock |
		| Docker Engine | not reached |    |                      |
		+---------------+-------------+----+----------------------+
		Cannot reach Docker on er-forecast: er may not open
		/var/run/docker.sock.
		Fix: run \`sudo usermod -aG docker er\` there, then log in again. Usually
		done by whoever keeps the host.
		SQL Server
		+--------+---------+----+----------------------------------+
		| STEP   | RESULT  | MS | EVIDENCE                         |
		+--------+---------+----+----------------------------------+
		| checks | skipped |    | none is configured under \`data:\` |
		+--------+---------+----+----------------------------------+"
	`);
	for (const line of lines) expect(line.length).toBeLessThanOrEqual(72);
});

const step = (finding: Examined['finding']): Examined => plainly('Docker', 'compose', finding);

test('the worst finding is the status, and what was not reached is none', () => {
	expect(statusOfAll([step('ok'), step('skipped'), step('not reached')])).toBe('ok');
	expect(statusOfAll([step('ok'), step('unknown')])).toBe('unknown');
	expect(statusOfAll([step('unknown'), step('warning')])).toBe('warning');
	expect(statusOfAll([step('warning'), step('failed')])).toBe('critical');
	expect(statusOfAll([step('skipped')])).toBe('unknown');
});
