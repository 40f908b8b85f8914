import {expect, test} from 'vitest';
import {encryptionOf, trustsOf} from '../../source/config/sql-trust.ts';
import type {SqlEncryption, SqlTrust} from '../../source/domain/data/sql-trust.ts';
import {loadGood} from './support.ts';

const sql = {server: 'sql01', database: 'ER', user: 'reader', password: '${P}', procedure: 'dbo.Latest'};
const clear = {encrypt: false};
const any = {trustServerCertificate: true};

test.each<
	readonly [string, {readonly ssh?: string}, ReadonlyArray<Readonly<Record<string, unknown>>>, readonly SqlTrust[]]
>([
	['the defaults', {}, [{}], []],
	['any certificate', {ssh: 'er'}, [any], ['not verified']],
	['strict, which verifies in any case', {}, [{encrypt: 'strict'}], []],
	['no encryption, straight', {ssh: 'er'}, [{...clear, via: 'direct'}], ['in the clear']],
	['no encryption, from the machine of the console', {}, [clear], ['in the clear']],
	['no encryption, through an SSH host', {ssh: 'er'}, [clear], []],
	[
		'no encryption within one machine',
		{},
		[
			{...clear, server: 'localhost'},
			{...clear, server: '127.0.0.1'},
		],
		[],
	],
	['one check of each', {ssh: 'er'}, [{}, any, {...clear, via: 'direct'}, any], ['in the clear', 'not verified']],
])('%s', async (_title, host, checks, expected) => {
	const data = Object.fromEntries(checks.map((check, index) => [`check${index}`, {...sql, ...check}]));
	const {hosts, warnings} = await loadGood(JSON.stringify({hosts: {er: {...host, data}}}), {P: 'x'});
	expect(trustsOf(hosts[0])).toEqual(expected);
	expect(warnings.length > 0).toBe(expected.includes('in the clear'));
});

test.each<readonly [SqlEncryption, string | undefined, Readonly<Record<string, unknown>>]>([
	['verified', undefined, {}],
	['verified', 'er', {encrypt: 'strict'}],
	['not verified', 'er', any],
	['tunnel only', 'er', clear],
	['this machine only', undefined, {...clear, server: 'localhost'}],
	['none', undefined, clear],
	['none', 'er', {...clear, via: 'direct'}],
])('%s through %s with %j', async (expected, ssh, keys) => {
	const {hosts} = await loadGood(JSON.stringify({hosts: {er: {ssh, data: {patients: {...sql, ...keys}}}}}), {P: 'x'});
	expect(hosts[0].data.map(one => encryptionOf(one, hosts[0]))).toEqual([expected]);
});

test('a password in the clear is warned of at the start', async () => {
	const {warnings} = await loadGood(JSON.stringify({hosts: {er: {data: {patients: {...sql, ...clear}}}}}), {P: 'x'});
	expect(warnings).toEqual([
		{
			what: 'Anybody on the network can read the password of patients',
			why: 'mlops-tui.yml says `encrypt: false`, and no SSH connection encrypts the way to sql01',
			next: 'leave `encrypt` out, and name the certificate authority of sql01 with `ca` where this machine does not know it',
		},
	]);
});
