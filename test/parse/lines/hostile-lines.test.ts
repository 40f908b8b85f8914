import {expect, test} from 'vitest';
import {alike} from '../../../source/parse/errors/fingerprint.ts';
import {tracebackIn} from '../../../source/parse/errors/field-traceback.ts';
import {levelOf, messageOf} from '../../../source/parse/lines/levels.ts';
import {fieldsOf, timeOf, withoutTime} from '../../../source/parse/lines/log-lines.ts';
import {createMask} from '../../../source/parse/mask/mask.ts';
import {ownFrame} from '../../../source/parse/errors/own-frame.ts';
import {
	messageLine,
	tracebackLine,
	tracebackPrefix,
	tracebackStart,
} from '../../../source/parse/errors/traceback-lines.ts';
import {createFolder} from '../../../source/parse/errors/tracebacks.ts';
import {visible} from '../../../source/parse/lines/visible.ts';

const begins = [
	'',
	'ERROR ',
	'{',
	'a="',
	'2026-11-20 06:00:44 ',
	'Traceback (most recent call last): ',
	'    at ',
	'a: ',
	'<3>',
	'\t',
];
const pieces = [
	'a',
	' ',
	'a.',
	'a=',
	'a="',
	'"\\',
	': ',
	' - ',
	'| ',
	'[',
	'{',
	'(',
	'\r',
	'\rx y',
	'x:',
	'\u001b[0m',
	'Error ',
	'a b ',
	'1,',
	'0f',
	'at a(',
	"'",
	'1h',
	'Error: 1',
	'a| ',
	'<3>',
	'Nov 20 06:00:44 a b: ',
	'{"log":"',
];

const fold = (line: string): void => {
	const folder = createFolder(
		text => /ERROR/.test(text),
		() => {},
	);
	for (const text of ['ERROR a', line, 'Traceback (most recent call last):', `  ${line}`, line, `a-1 | ${line}`])
		folder.push({text});
	folder.end();
};
const asked: Readonly<Record<string, (line: string) => unknown>> = {
	fold,
	levelOf,
	messageOf,
	fieldsOf,
	withoutTime,
	alike,
	tracebackIn,
	timeOf: line => timeOf(line, wall => wall),
	mask: createMask([]),
	visible: line => visible(line, {colour: true}),
	ownFrame: line => ownFrame([line], undefined),
	messageLine: line => messageLine.test(line),
	tracebackLine: line => tracebackLine.test(line),
	tracebackPrefix: line => tracebackPrefix.test(line),
	tracebackStart: line => tracebackStart.test(line),
};

// A line of 64 KiB takes milliseconds. Were one question of quadratic work among them, it alone would take many times this bound.
test.each(Object.entries(asked))('%s takes no more time than a hostile line is long', (_, ask) => {
	const slow = begins.flatMap(begin =>
		pieces.filter(piece => {
			const line = begin + piece.repeat(Math.ceil(65_536 / piece.length));
			const started = process.cpuUsage();
			ask(line);
			return process.cpuUsage(started).user > 400_000;
		}),
	);
	expect(slow).toEqual([]);
});
