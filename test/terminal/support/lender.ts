import {createElement, useEffect, useState, type ReactElement} from 'react';
import {Box, render, Text, useApp, useInput, usePaste, useWindowSize} from 'ink';
import {createLending} from '../../../source/terminal/lend.ts';
import {page} from '../../../source/terminal/pager.ts';
import {problemIn} from '../../../source/domain/problem.ts';
import {screenOptions} from '../../../source/ui/screen-options.ts';

/*
 * A console as small as can be, drawn as source/start.tsx draws its own: `L` lends the terminal to a pager with 100,000 lines, the number of those that were
 * asked for is shown, and every other key is shown. SIGINT ends it with 99, SIGTERM as the console's does.
 */
const ending = new AbortController();
const lending = createLending(process);
let made = 0;

const lines = async function* () {
	for (let number = 1; number <= 100_000; number++) {
		made = number;
		yield `line ${number}\n`;
	}
};

const Screen = (): ReactElement => {
	const {suspendTerminal} = useApp();
	const {columns, rows} = useWindowSize();
	const [typed, type] = useState('');
	const [said, say] = useState('nothing');
	useEffect(() => lending.attach(suspendTerminal), [suspendTerminal]);
	usePaste(text => type(all => `${all}<${text}>`));
	useInput(input => {
		if (input !== 'L') {
			type(all => all + input);
			return;
		}
		lending
			.lend(async () => page(lines(), {environment: process.env, signal: ending.signal}))
			.then(
				pager => say(`left ${pager}${made < 50_000 ? ' early' : ' late'}`),
				(error: unknown) => say(problemIn(error).what),
			);
	});
	return createElement(
		Box,
		{width: columns, height: rows, flexDirection: 'column'},
		createElement(Text, null, `console ${columns}x${rows}`),
		createElement(Text, null, `typed:${typed}.`),
		createElement(Text, null, `said:${said}.`),
	);
};

process.on('SIGINT', () => process.exit(99));
process.on('SIGTERM', () => ending.abort());

const screen = render(createElement(Screen), screenOptions);
ending.signal.addEventListener('abort', () => screen.unmount(), {once: true});
await screen.waitUntilExit();
process.exit(lending.lent ? 3 : 7);
