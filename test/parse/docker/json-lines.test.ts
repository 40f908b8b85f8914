import {expect, test} from 'vitest';
import {jsonLines} from '../../../source/parse/docker/json-lines.ts';

async function* chunks(...parts: readonly Uint8Array[]) {
	yield* parts;
}

const read = async (...parts: readonly Uint8Array[]) => {
	const values: unknown[] = [];
	for await (const value of jsonLines(chunks(...parts))) values.push(value);
	return values;
};

test('values come out whole wherever the stream is cut, in the middle of a character too', async () => {
	const text = Buffer.from('{"name":"vård"}\n{"n":1}\n\n[2]');
	for (let cut = 0; cut <= text.length; cut++) {
		expect(await read(text.subarray(0, cut), text.subarray(cut))).toEqual([{name: 'vård'}, {n: 1}, [2]]);
	}
});

test('a line that is no JSON is left out', async () => {
	expect(await read(Buffer.from('1\n<html>\n2\n'))).toEqual([1, 2]);
});

test('a line without end does not fill the memory', async () => {
	await expect(read(Buffer.alloc(600_000, 'x'), Buffer.alloc(600_000, 'x'))).rejects.toThrow('does not end');
});
