import {expect, test} from 'vitest';
import {clockNotes} from '../../../source/domain/time/clocks.ts';

const ms = (minutes: number | undefined) => (minutes === undefined ? undefined : minutes * 60_000);

test.each([
	['all agree', 0, 0, []],
	['nothing was read', undefined, undefined, []],
	['a minute is not worth a word', 1, 0, []],
	["SQL Server's is ahead", 3, 0, ["SQL Server's clock is 3m ahead of this machine's"]],
	["SQL Server's is behind, the host was not asked", -3, undefined, ["SQL Server's clock is 3m behind this machine's"]],
	["the host's is ahead", 0, 62, ["the host's clock is 1h 2m ahead of this machine's"]],
	["this machine's is the wrong one", 3, 3, ["this machine's clock is 3m behind SQL Server's and the host's"]],
	[
		"this machine's is the wrong one, nearly by the same",
		-3,
		-3.5,
		["this machine's clock is 3m ahead of SQL Server's and 3m 30s ahead of the host's"],
	],
	[
		'every one is another',
		3,
		-5,
		["SQL Server's clock is 3m ahead of this machine's", "the host's clock is 5m behind this machine's"],
	],
	[
		'two that differ by more than either from the third',
		0.75,
		-0.75,
		["SQL Server's clock is 1m 30s ahead of the host's"],
	],
] as const)('%s', (_title, sqlServer, host, expected) => {
	expect(clockNotes({sqlServer: ms(sqlServer), host: ms(host)})).toEqual(expected);
});
