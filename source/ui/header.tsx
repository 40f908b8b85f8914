import type {ReactElement} from 'react';
import type {Link} from '../domain/host.ts';
import {printable} from '../domain/printable.ts';
import {severity} from '../domain/status.ts';
import type {SqlTrust} from '../domain/data/sql-trust.ts';
import {toneOf, type Tone} from '../domain/tone.ts';
import {spanInWords} from '../domain/words.ts';
import type {Pane} from '../panes/pane.ts';
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
		case 'down': {
			const {since, wasUp, retryAt} = link;
			const how = wasUp ? 'lost for' : 'not connected for';
			const next =
				retryAt === undefined
					? '<ctrl-r> tries again'
					: `next try in ${spanInWords(retryAt.getTime() - now.getTime() + 999)}`;
			return theme.paint.bad(`${theme.glyph.critical} ${how} ${spanInWords(now.getTime() - since.getTime())}, ${next}`);
		}
	}
};

/** Milliseconds by which the host's clock may be off before it is worth a word: a few seconds confuse nobody who reads two logs. */
const tolerable = 2000;

const skewInWords = (ahead: number, theme: Theme): readonly string[] =>
	Math.abs(ahead) <= tolerable
		? []
		: [theme.paint.warn(`its clock is ${spanInWords(Math.abs(ahead))} ${ahead > 0 ? 'ahead' : 'behind'}`)];

/** How each pane stands. None may be missing: where not all their words fit, those go first that say that all is well. */
const verdictsWithin = (panes: readonly Pane[], now: Date, width: number, theme: Theme): string => {
	const verdicts = panes.map(pane => ({pane, verdict: pane.verdict(now)}));
	const goingFirst = verdicts.toSorted(
		({verdict: one}, {verdict: other}) =>
			severity(one.status) - severity(other.status) || widthOf(other.text) - widthOf(one.text),
	);
	const say = (silent: number): readonly string[] =>
		verdicts.map(each => {
			const {status, text} = each.verdict;
			const glyph = theme.glyph[status];
			const said = goingFirst.indexOf(each) < silent ? glyph : `${glyph} ${text}`;
			return `${theme.dim(each.pane.name)} ${theme.paint[toneOf(status)](said)}`;
		});
	const isTooLong = (said: readonly string[]): boolean => said.reduce((sum, one) => sum + widthOf(one) + 2, -1) > width;
	let silent = 0;
	while (silent < verdicts.length && isTooLong(say(silent))) silent++;
	return joinWithin(say(silent), width, theme);
};

/** Whoever listens can read the password; whoever stands in between on purpose can as well. */
const trustTone: Readonly<Record<SqlTrust, Tone>> = {'in the clear': 'bad', 'not verified': 'warn'};

/** Always there, so that nobody acts on the wrong host: where this is, whether it is live, and how each pane stands. */
export const Header = ({console, width}: {readonly console: Console; readonly width: number}): ReactElement => {
	const {theme, panes} = console;
	const link = useStore(console.link);
	const docker = useStore(console.docker);
	const hostClock = useStore(console.hostClock);
	const now = useStore(console.clock);
	const about = useFeeds(panes, () => panes.flatMap(({feed}) => feed.get().about ?? []).join(' '));
	// Asked again every second, as the clock above ticks.
	const broken = console.broken();
	const practice = broken === undefined ? 'practice' : `practice: ${broken}`;
	// What must not be missing comes first: a narrow screen leaves words out from the right.
	const words = [
		theme.bold(
			theme.paint.accent(printable(console.practice ? `${console.hostName} (${practice})` : console.hostName)),
		),
		console.readonly ? theme.paint.warn('READ-ONLY') : [],
		linkInWords(link, now, theme),
		console.sqlTrust.map(trust => theme.paint[trustTone[trust]](`SQL ${trust}`)),
		skewInWords(hostClock?.ahead ?? 0, theme),
		console.label === console.hostName ? [] : printable(console.label),
		docker === undefined ? [] : theme.dim(`Docker ${printable(docker.version)}`),
		about === '' || about === console.hostName ? [] : theme.dim(printable(about)),
	].flat();
	const verdicts = useFeeds(panes, () => verdictsWithin(panes, now, width, theme));
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
