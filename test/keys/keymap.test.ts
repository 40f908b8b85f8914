import {expect, test} from 'vitest';
import {bind, clashes, press, type Binding} from '../../source/keys/keymap.ts';
import {helpFor} from '../../source/keys/help.ts';
import {logKeys, type LogContext} from '../../source/keys/log.ts';
import {overviewKeys} from '../../source/keys/overview.ts';
import {viewKeys} from '../../source/keys/views.ts';
import {createPanes} from '../../source/panes/index.ts';
import type {PaneTools} from '../../source/panes/pane.ts';

const deeds: string[] = [];
const bindings: Array<Binding<{ready: boolean}>> = [
	{
		keys: ['r'],
		label: 'restart',
		danger: true,
		blocked: ({ready}) => (ready ? undefined : 'not yet'),
		run: () => deeds.push('restart'),
	},
	{keys: ['l', 'enter'], label: 'logs', run: () => deeds.push('logs')},
];

test('a key runs what the nearest keymap says', () => {
	const near = bind('near', bindings, () => ({ready: true}), {readonly: false});
	const far = bind('far', [{keys: ['l'], label: 'leave', run: () => deeds.push('leave')}], () => ({}), {
		readonly: false,
	});
	deeds.length = 0;
	expect(press([near, far], 'l')).toEqual({kind: 'ran'});
	expect(deeds).toEqual(['logs']);
});

test('a key that cannot run says why', () => {
	expect(press([bind('here', bindings, () => ({ready: false}), {readonly: false})], 'r')).toEqual({
		kind: 'blocked',
		label: 'restart',
		why: 'not yet',
	});
});

test('the context is read when the key is pressed, not when it was bound', () => {
	let ready = false;
	const keymap = bind('here', bindings, () => ({ready}), {readonly: false});
	ready = true;
	expect(press([keymap], 'r')).toEqual({kind: 'ran'});
});

test('in read-only mode dangerous keys do not exist, nor does the help know them', () => {
	const keymap = bind('here', bindings, () => ({ready: true}), {readonly: true});
	expect(press([keymap], 'r')).toEqual({kind: 'unbound'});
	expect(helpFor([keymap])[0]?.rows.map(({label}) => label)).toEqual(['logs']);
});

test('a key that is not there now means what it means further away, and nothing speaks of it', () => {
	let running = true;
	const near = bind(
		'near',
		[{keys: ['esc'], label: 'cancel', when: () => running, run: () => deeds.push('cancel')}],
		() => ({}),
		{readonly: false},
	);
	const far = bind('far', [{keys: ['esc', 'q'], label: 'back', run: () => deeds.push('back')}], () => ({}), {
		readonly: false,
	});
	const shown = () => helpFor([near, far]).flatMap(({rows}) => rows.map(({keys, label}) => `${keys}: ${label}`));
	deeds.length = 0;
	press([near, far], 'esc');
	expect(shown()).toEqual(['esc: cancel', 'q: back']);
	running = false;
	press([near, far], 'esc');
	expect(shown()).toEqual(['esc q: back']);
	expect(deeds).toEqual(['cancel', 'back']);
});

test('the help leaves out keys that a nearer keymap takes', () => {
	const near = bind('near', bindings, () => ({ready: true}), {readonly: false});
	const far = bind('far', [{keys: ['l', 'x'], label: 'leave', run: () => undefined}], () => ({}), {readonly: false});
	expect(helpFor([near, far])[1]?.rows).toEqual([{keys: 'x', label: 'leave', blocked: undefined}]);
});

test('no keymap of the console gives a key two meanings, and no pane hides the way out', () => {
	const panes = createPanes(5000);
	const overview = bind('overview', overviewKeys(panes), () => expect.unreachable(), {readonly: false});
	expect(clashes(overview)).toEqual([]);
	expect(
		clashes(
			bind(
				'log',
				logKeys.flatMap(({keys}) => keys),
				() => ({isGuarded: () => true}) as unknown as LogContext,
				{readonly: false},
			),
		),
	).toEqual([]);
	expect(clashes(bind('view', viewKeys, () => expect.unreachable(), {readonly: false}))).toEqual([]);
	const basics = new Set(['q', '?', 'esc', 'tab', 'z', 'j', 'k']);
	for (const pane of panes) {
		const keymap = pane.keymap(() => ({host: {readonly: false}, now: () => new Date()}) as unknown as PaneTools);
		expect(clashes(keymap)).toEqual([]);
		const taken = keymap.keys.filter(({applies}) => applies()).flatMap(({keys}) => keys);
		expect(taken.filter(key => basics.has(key))).toEqual([]);
		for (const {bindings: own} of pane.details) {
			const all = own.flatMap(({keys}) => keys);
			expect(all.filter((key, index) => all.indexOf(key) !== index)).toEqual([]);
			expect(all.filter(key => key !== 'esc' && basics.has(key))).toEqual([]);
		}
	}
});
