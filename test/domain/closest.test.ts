import {expect, test} from 'vitest';
import {closest} from '../../source/domain/closest.ts';

const keys = ['ssh', 'services', 'jobs', 'schedules', 'readonly'];

test.each([
	['servces', 'services'],
	['serivces', 'services'],
	['job', 'jobs'],
	['Readonly', 'readonly'],
	['read_only', 'readonly'],
	['shedule', 'schedules'],
])('%s is a slip of %s', (word, meant) => {
	expect(closest(word, keys)).toBe(meant);
});

test.each(['compose', 'x', '', 'password'])('%j is a slip of none', word => {
	expect(closest(word, keys)).toBeUndefined();
});

test('the nearest of several wins', () => {
	expect(closest('logs', ['jobs', 'log', 'blog'])).toBe('log');
});
