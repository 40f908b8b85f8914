import {expect, test} from 'vitest';
import {direct} from '../../../../source/engine/sql-server/way/direct.ts';
import {throughHost} from '../../../../source/engine/sql-server/way/through-host.ts';
import {hostWith, placeOf} from './support.ts';

const {signal} = new AbortController();

test.each(['127.0.0.1', '::1', '10.30.51.137'])('an address is itself: %s', async address => {
	expect(await direct.addressOf(address, signal)).toBe(address);
	await using host = await hostWith([]);
	expect(await throughHost(host.connection, 'er-forecast').addressOf(address, signal)).toBe(address);
	expect(host.ssh.server.commands).toEqual([]);
});

test('a name stands for the address that the resolver has for it first', async () => {
	expect(await direct.addressOf('localhost', signal)).toMatch(/^(?:127\.0\.0\.1|::1)$/);
	const getent = '#!/bin/sh\n[ "$*" = "ahosts sql01" ] && echo "10.0.0.7  STREAM sql01\n10.0.0.8  STREAM"\n';
	await using host = await hostWith([], {getent});
	expect(await throughHost(host.connection, 'er-forecast').addressOf('sql01', signal)).toBe('10.0.0.7');
});

test.skipIf(placeOf('getent') === undefined)('the getent of this machine is understood', async () => {
	await using host = await hostWith(['getent']);
	const way = throughHost(host.connection, 'er-forecast');
	expect(await way.addressOf('localhost', signal)).toMatch(/^(?:127\.0\.0\.1|::1)$/);
	await expect(way.addressOf('nobody.invalid', signal)).rejects.toMatchObject({code: 'ENOTFOUND'});
});

test.each(['-s', '../etc/passwd', 'a b', '$(id)', ''])('%j is no name, and is given to no program', async name => {
	await using host = await hostWith([], {getent: '#!/bin/sh\necho 10.0.0.7\n'});
	await expect(throughHost(host.connection, 'er-forecast').addressOf(name, signal)).rejects.toMatchObject({
		code: 'ENOTFOUND',
	});
	expect(host.ssh.server.commands).toEqual([]);
});

test.each([
	['there is none', {}],
	['it cannot tell', {getent: '#!/bin/sh\nexit 1\n'}],
	['it says something else', {getent: '#!/bin/sh\necho what\n'}],
])('without what getent would say nothing is known: %s', async (_title, programs) => {
	await using host = await hostWith([], programs);
	expect(await throughHost(host.connection, 'er-forecast').addressOf('sql01', signal)).toBeUndefined();
});

test('this machine asks its own resolver', async () => {
	await using host = await hostWith([]);
	const way = throughHost(host.connection, undefined);
	expect(await way.addressOf('localhost', signal)).toMatch(/^(?:127\.0\.0\.1|::1)$/);
	await expect(way.addressOf('nobody.invalid', signal)).rejects.toMatchObject({
		code: expect.stringMatching(/^(?:ENOTFOUND|EAI_AGAIN)$/),
	});
});
