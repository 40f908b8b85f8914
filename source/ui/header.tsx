import type {ReactElement} from 'react';
import type {Link} from '../domain/host.ts';
import {toneOf} from '../domain/tone.ts';
import {spanInWords} from '../domain/words.ts';
import type {Console} from './console.ts';
import {Lines} from './lines.tsx';
import {clip, widthOf} from './text.ts';
import type {Theme} from './theme.ts';
import {useFeeds} from './use-feeds.ts';
import {useStore} from './use-store.ts';

export const headerHeight = 2;

const linkInWords = (link: Link, now: Date, theme: Theme): string => {
	switch (link.state) {
		case 'dialling':
			return theme.paint.warn(`${theme.ellipsis} connecting`);
		case 'up':
			return theme.paint.good(
				`${theme.dot} connected${link.latency === undefined ? '' : ` ${Math.max(1, Math.round(link.latency))} ms`}`,
			);
		case 'down':
			if (link.retryAt === undefined)
				return theme.paint.bad(`${theme.glyph.critical} not connected, <ctrl-r> tries again`);
			return theme.paint.bad(
				`${theme.glyph.critical} lost for ${spanInWords(now.getTime() - link.since.getTime())}, next try in ${spanInWords(link.retryAt.getTime() - now.getTime() + 999)}`,
			);
	}
};

/** Always there, so that nobody acts on the wrong host: where this is, whether it is live, and how each pane stands. */
export const Header = ({console, width}: {readonly console: Console; readonly width: number}): ReactElement => {
	const {theme, panes} = console;
	const link = useStore(console.link);
	const docker = useStore(console.docker);
	const now = useStore(console.clock);
	const words = [
		theme.bold(theme.paint.accent(console.practice ? `${console.hostName} (practice)` : console.hostName)),
		console.label === console.hostName ? [] : console.label,
		linkInWords(link, now, theme),
		docker === undefined ? [] : theme.dim(`Docker ${docker.version}`),
		console.readonly ? theme.paint.warn('READ-ONLY') : [],
	].flat();
	const verdicts = useFeeds(panes, () => {
		const say = (detailed: boolean): readonly string[] =>
			panes.map(pane => {
				const {status, text} = pane.verdict(now);
				const verdict = detailed ? `${theme.glyph[status]} ${text}` : theme.glyph[status];
				return `${theme.dim(pane.name)} ${theme.paint[toneOf(status)](verdict)}`;
			});
		// No pane may be missing: where their words do not fit, their glyphs do.
		const detailed = say(true);
		const fits = detailed.reduce((sum, said) => sum + widthOf(said) + 2, -1) <= width;
		return joinWithin(fits ? detailed : say(false), width, theme);
	});
	return <Lines width={width} height={headerHeight} lines={[joinWithin(words, width, theme), verdicts]} />;
};

/** As many of the words as fit, two cells apart; what does not fit is left out from the right. */
const joinWithin = (words: readonly string[], width: number, theme: Theme): string => {
	let line = '';
	for (const word of words) {
		const longer = line === '' ? ` ${word}` : `${line}  ${word}`;
		if (widthOf(longer) > width) return line === '' ? clip(longer, width, theme.ellipsis) : line;
		line = longer;
	}
	return line;
};
