import {noRows, withAfter} from '../../source/store/log/held-rows.ts';
import {createLogStore} from '../../source/store/log/screen.ts';
import {unread} from '../../source/store/log/state.ts';
import {emptyPrompt} from '../../source/store/prompt.ts';
import {expect, test} from 'vitest';
import {frameOf} from '../support/frame.tsx';
import {now, stillLife} from '../support/still-life.ts';
import {heightOf} from '../../source/ui/log/height.ts';
import {lineRow, training} from '../support/log-view.ts';

const sizes = [
	[60, 24],
	[80, 24],
	[120, 40],
	[200, 50],
] as const;

for (const [columns, rows] of sizes) {
	test(`the overview at ${columns}x${rows}`, async () => {
		await using console = await stillLife();
		await expect(await frameOf(console, columns, rows, '<q> quit')).toMatchFileSnapshot(
			`../fixtures/frames/overview-${columns}.txt`,
		);
	});
}

test('the overview in ASCII has no other sign in it than the names from the server', async () => {
	await using console = await stillLife({ascii: true});
	const frame = await frameOf(console, 80, 24, '<q> quit');
	await expect(frame).toMatchFileSnapshot('../fixtures/frames/overview-80-ascii.txt');
	expect(frame.replaceAll(/日本語-?サ?ー?(ビス?)?/g, '')).toMatch(/^[\n -~]*$/);
});

test('rows that are not current are dimmed and say as of when', async () => {
	await using console = await stillLife({asOf: new Date(now.getTime() - 11_000)});
	await expect(await frameOf(console, 80, 24, 'as of')).toMatchFileSnapshot('../fixtures/frames/overview-80-old.txt');
});

test('a lost connection and a missing compose file are sentences in their places', async () => {
	const problem = {
		what: 'Cannot read docker-compose.services.yml on er-forecast',
		why: 'there is no such file',
		next: 'correct services: in the config',
	};
	const link = {
		state: 'down',
		problem,
		since: new Date(now.getTime() - 12_000),
		wasUp: true,
		retryAt: new Date(now.getTime() + 4000),
	} as const;
	await using console = await stillLife({link, problems: [problem]});
	await expect(await frameOf(console, 80, 24, 'lost for 12s')).toMatchFileSnapshot(
		'../fixtures/frames/overview-80-problem.txt',
	);
});

test('a host whose clock is off says so beside its name', async () => {
	await using console = await stillLife({ahead: -65_000});
	expect((await frameOf(console, 120, 40, '<q> quit')).split('\n')[0]).toContain('its clock is 1m 5s behind');
});

test('a question lies on top, and nothing shows through', async () => {
	const dialog = {
		title: 'Restart postgres?',
		lines: ['postgres is protected', 'docker compose -f docker-compose.services.yml restart postgres'],
		field: {kind: 'text', label: 'Type postgres to go on', echo: true, typed: 'post', expected: 'postgres'},
		settle: () => undefined,
	} as const;
	await using console = await stillLife({session: {dialogs: [dialog]}});
	await expect(await frameOf(console, 80, 24, 'Type postgres')).toMatchFileSnapshot('../fixtures/frames/dialog-80.txt');
});

test('the help shows every key that works here', async () => {
	await using console = await stillLife({session: {help: true}});
	await expect(await frameOf(console, 80, 24, 'Help')).toMatchFileSnapshot('../fixtures/frames/help-80.txt');
});

/** A log of 200 lines on the screen, followed. */
const longLog = () => {
	const log = createLogStore(unread([training], 'end', heightOf));
	const rows = Array.from({length: 200}, (_, index) =>
		lineRow(index, `line ${index} ${'of the log '.repeat(index % 12)}`),
	);
	log.update(state => ({...state, status: 'live', rows: withAfter(noRows, rows)}));
	const left = new AbortController().signal;
	return {kind: 'log', title: 'training', log, guard: undefined, left, close: () => undefined} as const;
};

test('a log has the screen, to its last line', async () => {
	await using console = await stillLife({session: {views: [longLog()]}});
	await expect(await frameOf(console, 80, 24, 'line 199')).toMatchFileSnapshot('../fixtures/frames/log-screen-80.txt');
});

test('a log fits its rows to the screen when they are wrapped', async () => {
	const view = longLog();
	view.log.update(state => ({...state, wrap: true}));
	await using console = await stillLife({session: {views: [view]}});
	const frame = await frameOf(console, 60, 24, 'line 199');
	// All but the footer's first line, in which nothing is said.
	expect(frame.split('\n').filter(line => /\S.*\|$/.test(line))).toHaveLength(23);
	expect(view.log.get()).toMatchObject({width: 60, height: 19});
});

for (const columns of [40, 80]) {
	test(`what is typed stands in the footer of ${columns} columns, and what is wrong with it`, async () => {
		const prompt = {...emptyPrompt('filter', 'retry ('), problem: 'a bracket is not closed'};
		await using console = await stillLife({session: {views: [longLog()], prompt}});
		const frame = await frameOf(console, columns, 12, 'retry (_');
		await expect(frame).toMatchFileSnapshot(`../fixtures/frames/log-prompt-${columns}.txt`);
	});
}

test('with colour the words are the same', async () => {
	await using plain = await stillLife({level: 0});
	await using coloured = await stillLife({level: 1});
	expect(await frameOf(coloured, 80, 24, '<q> quit')).toBe(await frameOf(plain, 80, 24, '<q> quit'));
});
