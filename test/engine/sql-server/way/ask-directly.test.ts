import {expect, test} from 'vitest';
import {askDirectly} from '../../../../source/engine/sql-server/way/ask-directly.ts';

const {signal} = new AbortController();

test('an address that may not be asked is a failure like any other', async () => {
	// The system refuses to connect a socket to all machines at once.
	const asked = askDirectly('255.255.255.255', 1434)(Buffer.from([2]), signal);
	await expect(asked).rejects.toMatchObject({code: 'EACCES', syscall: 'connect'});
});
