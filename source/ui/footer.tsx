import type {ReactElement} from 'react';
import {reachable, type BoundKey} from '../keys/keymap.ts';
import type {Flash} from '../store/session.ts';
import type {Console} from './console.ts';
import {drawPrompt} from './draw-prompt.ts';
import {Lines} from './lines.tsx';
import {clip, widthOf} from './text.ts';
import {withBullets, type Theme} from './theme.ts';
import {useStore} from './use-store.ts';

export const footerHeight = 2;

const said = (flash: Flash, width: number, theme: Theme): string => {
	const {ok, warning, critical, unknown} = theme.glyph;
	const tone = {
		progress: 'accent',
		good: 'good',
		warning: 'warn',
		bad: 'bad',
		unknown: 'plain',
		note: 'accent',
	} as const;
	const glyph = {progress: theme.ellipsis, good: ok, warning, bad: critical, unknown, note: theme.bullet};
	return ` ${theme.paint[tone[flash.tone]](clip(`${glyph[flash.tone]} ${withBullets(flash.text, theme)}`, width - 1, theme.ellipsis))}`;
};

const hint = ({keys: [key], short, blocked}: BoundKey, theme: Theme): string =>
	blocked() === undefined ? `${theme.paint.accent(`<${key}>`)} ${short}` : theme.dim(`<${key}> ${short}`);

const waysOut = new Set(['?', 'q', 'esc']);

/** As many hints as fit; help and the way out are always among them. */
const hints = (keys: readonly BoundKey[], width: number, theme: Theme): string => {
	const spoken = keys.filter(({quiet}) => !quiet);
	const always = spoken.filter(({keys: [key]}) => waysOut.has(key));
	const tail = always.map(key => hint(key, theme)).join('  ');
	let line = '';
	for (const key of spoken) {
		if (always.includes(key)) continue;
		const longer = `${line} ${hint(key, theme)} `;
		if (widthOf(longer) + widthOf(tail) + 1 > width) break;
		line = longer;
	}
	return `${line} ${tail}`;
};

/** What is typed or was said last, and the keys that work here, generated from the keymap. */
export const Footer = ({console, width}: {readonly console: Console; readonly width: number}): ReactElement => {
	const {theme} = console;
	const {flash, prompt} = useStore(console.session);
	// What a key can do depends on rows and their age as well, and every one of those changes by the next tick.
	useStore(console.clock);
	const keys = (): string => {
		const bound = reachable(console.keymaps()).flatMap(({keys: own}) => own);
		return hints(bound, width, theme);
	};
	const lines =
		prompt === undefined
			? [flash === undefined ? '' : said(flash, width, theme), keys()]
			: drawPrompt(prompt, width, theme);
	return <Lines width={width} height={footerHeight} lines={lines} />;
};
