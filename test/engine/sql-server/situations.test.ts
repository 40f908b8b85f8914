import {beforeAll, describe, expect, test} from 'vitest';
import {clocks, rows, values} from './situations/answers.ts';
import {encryption, login} from './situations/login.ts';
import {procedure} from './situations/procedure.ts';
import {asExpected, connectionsOf, meet, type Situation} from './situations/situation.ts';
import {wayThere} from './situations/way-there.ts';

// The first check of a process loads the driver, which would eat into the short deadlines here.
beforeAll(() => import('mssql'));

const parts: ReadonlyArray<readonly [string, readonly Situation[]]> = [
	['the way there', wayThere],
	['encryption', encryption],
	['the login and its database', login],
	['the procedure', procedure],
	['its rows', rows],
	['its other answers', values],
	['its clocks', clocks],
];

describe.each(parts)('%s', (_part, situations) => {
	const met = situations.flatMap(situation =>
		connectionsOf(situation).map(connection => ({situation, connection, title: situation.title})),
	);
	test.concurrent.each(met)('$title, $connection: $situation.expected', async ({situation, connection}) => {
		expect(await meet(situation, connection)).toEqual(asExpected(situation));
	});
});
