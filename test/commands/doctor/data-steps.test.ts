import {expect, test} from 'vitest';
import {dataSteps} from '../../../source/commands/doctor/data-steps.ts';
import {stepNames, type Step, type WatchedCheck} from '../../../source/domain/data/freshness.ts';
import {notYet} from '../../../source/engine/sql-server/watch/watched-row.ts';
import {configFor} from '../../engine/sql-server/practice.ts';

const statuses: readonly Step['status'][] = ['ok', 'ok', 'ok', 'ok', 'running'];

const checking: WatchedCheck = {
	...notYet(configFor(1433)),
	running: stepNames.map((step, index) => ({
		step,
		status: statuses[index] ?? 'not reached',
		ms: undefined,
		evidence: index < 4 ? 'seen' : '',
	})),
};

const found = (check: WatchedCheck) => dataSteps(check).map(({step, finding}) => `${step} ${finding}`);

test('a check that was still being made at the end of the time is told as far as it came', () => {
	expect(found(checking)).toEqual([
		'network ok',
		'tls ok',
		'login ok',
		'database ok',
		'procedure unknown',
		'rows not reached',
		'timestamp not reached',
		'age not reached',
	]);
	expect(dataSteps(checking)[4]).toMatchObject({evidence: 'no answer in the time there was', cause: undefined});
});

test('one that had not begun is no fault of the config', () => {
	expect(found({...checking, running: undefined}).slice(0, 2)).toEqual(['network unknown', 'tls not reached']);
});
