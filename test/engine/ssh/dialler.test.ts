import {expect, test} from 'vitest';
import {createDialler} from '../../../source/engine/ssh/dialler.ts';
import {never, password, practice, scripted} from './practice.ts';

test('a password that was right is not asked for again', async () => {
	await using host = await practice();
	const dial = createDialler(host.target);
	const first = scripted({secrets: ['wrong', password]});
	(await dial(first, never)).close();
	expect(first.asked).toHaveLength(2);
	const second = scripted({secrets: []});
	(await dial(second, never)).close();
	expect(second.asked).toEqual([]);
});

test('one that is refused now is asked for anew, and the new one counts', async () => {
	const keyboardInteractive = [{prompt: 'Password:', echo: false, answer: 'old'}];
	await using host = await practice({keyboardInteractive});
	const dial = createDialler(host.target);
	(await dial(scripted({secrets: ['old']}), never)).close();
	keyboardInteractive[0] = {prompt: 'Password:', echo: false, answer: 'new'};
	const asker = scripted({secrets: ['new']});
	(await dial(asker, never)).close();
	expect(asker.asked).toEqual(['Password for er@127.0.0.1 (again)']);
	(await dial(scripted({secrets: []}), never)).close();
});

test('a code is asked for each time', async () => {
	await using host = await practice({keyboardInteractive: [{prompt: 'Code:', echo: true, answer: '123'}]});
	const dial = createDialler(host.target);
	for (let round = 0; round < 2; round++) {
		const asker = scripted({secrets: ['123']});
		(await dial(asker, never)).close();
		expect(asker.asked).toEqual(['Code for er@127.0.0.1']);
	}
});

test('a password that led nowhere is not kept', async () => {
	await using host = await practice();
	const dial = createDialler(host.target);
	await expect(dial(scripted({secrets: ['wrong', undefined]}), never)).rejects.toThrow('given up');
	const asker = scripted({secrets: [password]});
	(await dial(asker, never)).close();
	expect(asker.asked).toEqual(['password for er@127.0.0.1']);
});
