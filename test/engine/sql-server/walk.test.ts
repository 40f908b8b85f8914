import {expect, test} from 'vitest';
import type {Step} from '../../../source/domain/data/freshness.ts';
import {startWalk} from '../../../source/engine/sql-server/walk.ts';

const inWords = (steps: readonly Step[]) =>
	steps.flatMap(({step, status, ms}) => (status === 'not reached' ? [] : `${step} ${status} ${ms}`)).join(', ');

const walking = () => {
	let now = 0;
	const told: string[] = [];
	const walk = startWalk(
		steps => told.push(inWords(steps)),
		() => now,
	);
	return {walk, told, pass: (ms: number) => (now += ms)};
};

test('a step takes all the time from its beginning, however many parts it has', () => {
	const {walk, told, pass} = walking();
	walk.enter('network');
	pass(5);
	walk.enter('network');
	pass(2);
	walk.passed('network', 'there');
	walk.enter('tls');
	pass(1);
	expect(inWords(walk.steps())).toBe('network ok 7, tls running 1');
	expect(inWords(walk.steps({step: 'tls', evidence: '', ok: false}))).toBe('network ok 7, tls failed 1');
	expect(told).toEqual(['network running 0', 'network ok 7', 'network ok 7, tls running 0']);
});

test('the second connection is timed by itself, and takes nothing back of what was told', () => {
	const {walk, told, pass} = walking();
	for (const ms of [10, 3]) {
		walk.enter('network');
		pass(ms);
		walk.passed('network', 'there');
		walk.enter('tls');
		pass(1);
		walk.passed('tls', 'plain');
		walk.enter('login');
		pass(1);
	}
	expect(walk.at()).toBe('login');
	expect(inWords(walk.steps())).toBe('network ok 3, tls ok 1, login running 1');
	expect(told.at(-1)).toBe('network ok 10, tls ok 1, login running 0');
});

test('before anything was begun no step is running', () => {
	const {walk} = walking();
	expect(inWords(walk.steps())).toBe('');
	expect(inWords(walk.steps({step: undefined, evidence: '', ok: false}))).toBe('');
});

test('what is waited for after the end of a step is none of its time', () => {
	let time = 0;
	const walk = startWalk(undefined, () => time);
	walk.enter('network');
	time = 15_000;
	walk.halt();
	time = 15_900;
	expect(walk.steps({step: 'network', evidence: 'late', ok: false})[0]?.ms).toBe(15_000);
});
