import {expect, test} from 'vitest';
import type {LogSource} from '../../../../source/domain/log.ts';
import type {ContainerLine} from '../../../../source/engine/logs/containers/container-lines.ts';
import {rowsOf, type Happening} from '../../../../source/engine/logs/containers/happenings.ts';

const source: LogSource = {kind: 'run', key: 'r', name: 'r', project: 'p', job: 'j', containerId: 'c', terminal: false};
const ended = 1_000_000_000;
const lineAt = (position: number): ContainerLine => ({
	line: {text: String(position - ended), at: new Date(position / 1000), part: 'c', position},
	bytes: 1,
	from: 'stdout',
});
const shown = (happening: Happening, ...positions: readonly number[]): readonly string[] =>
	rowsOf(source, positions.map(lineAt), [happening]).map(row => (row.kind === 'line' ? row.line.text : row.words));

test('what a busy Docker stamps right after the end of a container stands before the rule of its end', () => {
	const exited: Happening = {place: ended, lag: 1_000_000, words: 'exited', at: new Date(ended / 1000)};
	expect(shown(exited, ended - 5, ended + 400, ended + 900_000)).toEqual(['-5', '400', '900000', 'exited']);
	expect(shown(exited, ended - 5, ended + 2_000_000)).toEqual(['-5', 'exited', '2000000']);
});

test('the first lines of the next life stand behind the rule of the restart', () => {
	const restarted: Happening = {place: ended, lag: 0, words: 'restarted', at: new Date(ended / 1000)};
	expect(shown(restarted, ended - 5, ended + 400)).toEqual(['-5', 'restarted', '400']);
});
