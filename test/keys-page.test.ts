import {expect, test} from 'vitest';
import {helpFor} from '../source/keys/help.ts';
import {bind} from '../source/keys/keymap.ts';
import {logKeys} from '../source/keys/log.ts';
import {overviewKeys} from '../source/keys/overview.ts';
import {keysPage} from '../source/keys/page.ts';
import {viewKeys} from '../source/keys/views.ts';
import {createPanes} from '../source/panes/index.ts';
import type {PaneTools} from '../source/panes/pane.ts';

const context = (): never => expect.unreachable();

test('docs/keys.md says what the keymaps say', async () => {
	const panes = createPanes(5000);
	const keymaps = [
		bind('Everywhere', overviewKeys(panes), context, {readonly: false}),
		...panes.map(pane => pane.keymap(() => ({host: {readonly: false}}) as unknown as PaneTools)),
		...logKeys.map(({title, keys}) => bind(`Reading a log: ${title}`, keys, context, {readonly: false})),
		...panes.flatMap(({details}) =>
			details.map(({title, bindings}) => bind(title, bindings, context, {readonly: false})),
		),
		bind('Reading details', viewKeys, context, {readonly: false}),
	];
	// Nothing can be pressed here, so nothing can be blocked either; a key that is there at times is a key.
	const parts = keymaps.flatMap(({title, keys}) =>
		helpFor([{title, keys: keys.map(key => ({...key, applies: () => true, blocked: () => undefined}))}]),
	);
	await expect(keysPage(parts)).toMatchFileSnapshot('../docs/keys.md');
});
