import {createRequire} from 'node:module';
import {expect, test} from 'vitest';
import {checkFreshness} from '../../../source/engine/sql-server/check.ts';
import {configFor, wayBy} from './practice.ts';

const loaded = () =>
	Object.keys(createRequire(import.meta.url).cache).filter(file => file.includes('/node_modules/mssql/'));

test('the driver, which takes long to load, is loaded by the first check only', async () => {
	const {signal} = new AbortController();
	expect(loaded()).toEqual([]);
	await checkFreshness(configFor(1, {procedure: 'xp_cmdshell'}), wayBy(), signal);
	expect(loaded()).toEqual([]);
	await checkFreshness(configFor(1), wayBy(), signal);
	expect(loaded().length).toBeGreaterThan(0);
});
