import {once} from 'node:events';
import {createWriteStream} from 'node:fs';

const begin = Date.UTC(2026, 10, 20);
const traceback = [
	'Traceback (most recent call last):',
	'  File "/srv/er-forecast/training/main.py", line 41, in main',
	'    rows = load(connection)',
	'  File "/srv/er-forecast/training/data.py", line 17, in load',
	'    raise ValueError("Data is too stale")',
	'ValueError: Data is too stale',
	'',
].join('\n');

/** Lines as Python's logging writes them, a second of work each; one in `errorEvery` is an error with its traceback. */
const linesOf = (from: number, count: number, errorEvery: number): string => {
	let text = '';
	for (let index = from; index < from + count; index += 1) {
		const time = new Date(begin + index * 10).toISOString().replace('T', ' ').replace('.', ',').replace('Z', '');
		const level = index % 100 === 7 ? 'WARNING' : 'INFO';
		text += `${time} ${level} er_forecast.training - epoch ${index % 50} batch ${index} loss 0.${(index * 7919) % 10_000} rate 0.001\n`;
		if (index % errorEvery === errorEvery - 1)
			text += `${time} ERROR er_forecast.training - run ${index} failed\n${traceback}`;
	}
	return text;
};

/** Writes a log of about so many bytes, the same each time, and resolves to how many errors are in it. */
export const writeLog = async (path: string, bytes: number, errorEvery = 100_000): Promise<number> => {
	const file = createWriteStream(path);
	const batch = 10_000;
	let lines = 0;
	for (let written = 0; written < bytes; lines += batch) {
		const text = linesOf(lines, batch, errorEvery);
		written += text.length;
		if (!file.write(text)) await once(file, 'drain');
	}
	file.end();
	await once(file, 'close');
	return Math.floor(lines / errorEvery);
};
