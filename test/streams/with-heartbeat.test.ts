import {expect, test} from 'vitest';
import {withHeartbeat} from '../../source/streams/with-heartbeat.ts';

const never = new AbortController().signal;

/** The first values of a source that yields each of these as soon as it is let. */
const heard = async (steps: ReadonlyArray<Promise<string>>, count: number, seen: (value: string) => void) => {
	const source = async function* () {
		for (const step of steps) yield await step;
	};
	const values: string[] = [];
	for await (const value of withHeartbeat(source, 'idle', 10, never)) {
		values.push(value);
		seen(value);
		if (values.length === count) break;
	}
	return values;
};

test('nothing is said of a source that has not spoken yet, however long it takes', async () => {
	const first = new Promise<string>(resolve => {
		setTimeout(resolve, 60, 'first');
	});
	expect(await heard([first], 1, () => {})).toEqual(['first']);
});

test('a source that has spoken and is silent gives a sign of life', async () => {
	const next = Promise.withResolvers<string>();
	const values = await heard([Promise.resolve('first'), next.promise], 3, value => {
		if (value === 'idle') next.resolve('next');
	});
	expect(values).toEqual(['first', 'idle', 'next']);
});

test('it ends quietly on its signal, a source that waits for ever included', async () => {
	const over = new AbortController();
	let ended = false;
	const source = async function* (signal: AbortSignal) {
		yield 'first';
		await new Promise(resolve => {
			signal.addEventListener('abort', resolve, {once: true});
		});
		ended = true;
	};
	const values: string[] = [];
	for await (const value of withHeartbeat(source, 'idle', 60_000, over.signal)) {
		values.push(value);
		over.abort();
	}
	expect(values).toEqual(['first']);
	expect(ended).toBe(true);
});

test('a failure of the source is its own', async () => {
	const values = withHeartbeat(breaking, 'idle', 60_000, never);
	expect(await values.next()).toEqual({done: false, value: 'first'});
	await expect(values.next()).rejects.toThrow('it broke');
});

async function* breaking() {
	yield 'first';
	throw new Error('it broke');
}
