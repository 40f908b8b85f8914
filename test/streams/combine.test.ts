import {once} from 'node:events';
import {expect, test} from 'vitest';
import {combine} from '../../source/streams/combine.ts';

async function* failing() {
	yield* await Promise.reject<number[]>(new Error('broken'));
}

const values = <Value>(...list: readonly Value[]) =>
	async function* (signal: AbortSignal) {
		yield* list;
		if (!signal.aborted) await once(signal, 'abort');
	};

test('it waits until every source has spoken, then gives the latest of each', async () => {
	const combined = combine({number: values(1, 2, 3), text: values('a')}, new AbortController().signal);
	for await (const latest of combined) {
		if (latest.number < 3) continue;
		expect(latest).toEqual({number: 3, text: 'a'});
		break;
	}
});

test('the failure of one ends all', async () => {
	let stopped = false;
	const lasting = async function* (signal: AbortSignal) {
		yield 1;
		await once(signal, 'abort');
		stopped = true;
	};
	const combined = combine({lasting, failing}, new AbortController().signal);
	await expect(combined.next()).rejects.toThrow('broken');
	expect(stopped).toBe(true);
});

test('it ends quietly on its signal, and nothing stays on the signal', async () => {
	const over = new AbortController();
	const combined = combine({a: values(1), b: values<number>()}, over.signal);
	const next = combined.next();
	over.abort();
	expect(await next).toEqual({done: true, value: undefined});
});
