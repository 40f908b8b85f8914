import type net from 'node:net';
import {expect, test} from 'vitest';
import type {Procedure, ResultSet} from '../../../source/demo/sql-server/server.ts';
import {checkFreshness} from '../../../source/engine/sql-server/check.ts';
import {procedureRows} from '../../../source/engine/sql-server/rows/rows.ts';
import type {OpenPort} from '../../../source/engine/sql-server/way/way.ts';
import {configFor, openPort, startPractice, wayBy} from './practice.ts';

const {signal} = new AbortController();

/** A day's journals, with a document of a megabyte in each. */
const journals = (document: ResultSet['columns'][number]['type'], value: string | Uint8Array): Procedure => ({
	run: () => ({
		results: [
			{
				columns: [
					{name: 'RegisteredAt', type: 'datetime2'},
					{name: 'Document', type: document},
				],
				rows: Array.from({length: 5}, () => ['2026-11-21T12:30:00', value]),
			},
		],
	}),
});

/** A way there, and how many bytes came over it. */
const counted = () => {
	const sockets: net.Socket[] = [];
	const open: OpenPort = async (...where) => {
		const socket = await openPort(...where);
		sockets.push(socket);
		return socket;
	};
	return {way: wayBy(open), bytes: () => sockets.reduce((sum, {bytesRead}) => sum + bytesRead, 0)};
};

const megabyte = 1_000_000;
const cases = [
	['nvarchar(max)', 'å'.repeat(megabyte / 2)],
	['varbinary(max)', new Uint8Array(megabyte)],
] as const;

test.each(cases)('no more than the begin of a value of %s is sent to a check', async (type, value) => {
	await using practice = await startPractice(journals(type, value));
	const {way, bytes} = counted();
	const {verdict} = await checkFreshness(configFor(practice.port), way, signal);
	expect(verdict).toBe('fresh');
	expect(bytes()).toBeLessThan(50_000);
});

test.each(cases)('no more than the begin of a value of %s is sent to be shown', async (type, value) => {
	await using practice = await startPractice(journals(type, value));
	const {way, bytes} = counted();
	const {rows} = await procedureRows(configFor(practice.port, {columns: ['Document']}), way, {}, signal);
	expect(rows).toHaveLength(5);
	expect(rows[0]?.[1]).toMatch(/^(?:å{199}…|0x0{197}…)$/);
	expect(bytes()).toBeLessThan(50_000);
});
