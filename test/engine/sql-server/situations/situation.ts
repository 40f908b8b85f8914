import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import type {Socket} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {inspect} from 'node:util';
import {expect} from 'vitest';
import type {DataConfig} from '../../../../source/config/config.ts';
import type {Faults, Procedure, SqlServerOptions} from '../../../../source/demo/sql-server/server.ts';
import type {SituationName} from '../../../../source/demo/sql-server/situations.ts';
import type {Owner} from '../../../../source/domain/data/cause.ts';
import type {Freshness, Step} from '../../../../source/domain/data/freshness.ts';
import {checkFreshness} from '../../../../source/engine/sql-server/check.ts';
import type {Way} from '../../../../source/engine/sql-server/way/way.ts';
import {patiently, soon} from '../patiently.ts';
import {configFor, listen, password, startPractice, times, wayBy} from '../practice.ts';

/** What is the matter, and what a check must make of it. */
export type Situation = {
	readonly title: string;
	/** Rows of an hour ago when left out. */
	readonly procedure?: Procedure;
	readonly server?: Partial<SqlServerOptions>;
	readonly faults?: Faults;
	/** What the practice server is put in. */
	readonly put?: SituationName;
	/** What listens instead of a SQL Server. */
	readonly listener?: (socket: Socket) => void;
	readonly way?: Partial<Way>;
	readonly config?: Partial<DataConfig>;
	/** Milliseconds; short where it runs out. */
	readonly deadline?: number;
	/** Whether it is also, or only, met on an encrypted connection. Plain only when left out. */
	readonly tls?: 'too' | 'only';
	/** `verdict (cause) at step`, the step left out where all is well or nothing was begun. */
	readonly expected: string | RegExp;
	readonly owner: Owner | undefined;
	/** What the evidence of the last step reached says. */
	readonly evidence?: RegExp;
	readonly why?: RegExp;
};

export type Encryption = 'plain' | 'tls';

export {soon};

export const fresh = times('datetimeoffset', '2026-11-21T11:00:00Z');

/** On which kinds of connection it is met. */
export const connectionsOf = ({tls}: Situation): readonly Encryption[] =>
	tls === undefined ? ['plain'] : tls === 'only' ? ['tls'] : ['plain', 'tls'];

export const meet = async (situation: Situation, encryption: Encryption) => {
	const {deadline = 10_000, expected} = situation;
	return deadline === soon
		? patiently(
				within => meetWithin(within, situation, encryption),
				({outcome}) => !outcome.startsWith('timeout') || outcome === expected,
			)
		: meetWithin(deadline, situation, encryption);
};

const meetWithin = async (deadline: number, situation: Situation, encryption: Encryption) => {
	const {procedure = fresh, server = {}, faults = {}, put, listener, way = {}, config} = situation;
	const encrypted: Partial<SqlServerOptions> = encryption === 'tls' ? {encryption: 'required'} : {};
	await using practice = await startPractice(procedure, {...encrypted, ...server, faults});
	await using other = await listen(listener ?? (() => {}));
	const directory = await mkdtemp(path.join(tmpdir(), 'mlops-tui-'));
	const told: Array<readonly Step[]> = [];
	try {
		const caFile = path.join(directory, 'ca.pem');
		if (practice.certificate !== '') await writeFile(caFile, practice.certificate);
		const trusting = encryption === 'tls' ? {encrypt: true, caFile} : {};
		if (put !== undefined) await practice.put(put);
		const port = listener === undefined ? practice.port : other.port;
		const freshness = await checkFreshness(
			configFor(port, {...trusting, ...config}),
			{...wayBy(), ...way},
			new AbortController().signal,
			{deadline, onStep: steps => told.push(steps)},
		);
		return summary(freshness, told);
	} finally {
		await rm(directory, {recursive: true});
	}
};

/** What the outcome says, in one value to compare. */
const summary = (freshness: Freshness, told: unknown) => {
	const {verdict, cause, owner, steps, problem} = freshness;
	const failed = steps.find(({status}) => status === 'failed');
	const everything = JSON.stringify([freshness, told]) + inspect([freshness, told], {depth: null, showHidden: true});
	return {
		outcome: verdict + (cause === undefined ? '' : ` (${cause})`) + (failed === undefined ? '' : ` at ${failed.step}`),
		owner,
		evidence: steps.findLast(({status}) => status !== 'not reached')?.evidence,
		why: problem?.why ?? '',
		explained: verdict === 'fresh' || Object.values(problem ?? {}).filter(part => /[^.]$/.test(part)).length === 3,
		leaked: [...secretForms, '\u001B'].filter(form => everything.includes(form)),
	};
};

export const asExpected = ({expected, owner, evidence = /./, why = /^/}: Situation) => ({
	outcome: typeof expected === 'string' ? expected : expect.stringMatching(expected),
	owner,
	evidence: expect.stringMatching(evidence),
	why: expect.stringMatching(why),
	explained: true,
	leaked: [],
});

const reversed = (text: string): string => Array.from(text).toReversed().join('');

/** As LOGIN7 writes it: UTF-16, the halves of each byte swapped, then XOR. MS-TDS 2.2.6.4. */
const obfuscated = (text: string): Buffer =>
	Buffer.from(text, 'utf16le').map(byte => (((byte << 4) | (byte >> 4)) & 0xff) ^ 0xa5) as Buffer;

/** The password in every form that something could print it in, and a telling part of it. */
const secretForms: readonly string[] = [password, reversed(password), 'S3cret', reversed('S3cret')].flatMap(text =>
	[Buffer.from(text), Buffer.from(text, 'utf16le'), obfuscated(text)].flatMap(bytes => [
		bytes.toString('latin1'),
		bytes.toString('utf8'),
		bytes.toString('hex'),
		Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join(' '),
		bytes.toString('base64').replace(/=+$/, ''),
	]),
);
