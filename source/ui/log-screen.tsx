import {useEffect, type ReactElement} from 'react';
import {inOneSentence} from '../domain/problem.ts';
import {countInWords, plural} from '../domain/words.ts';
import {logResized, type LogView} from '../store/log-view.ts';
import type {View} from '../store/session.ts';
import type {Console} from './console.ts';
import {Lines} from './lines.tsx';
import {clip, widthOf} from './text.ts';
import type {Theme} from './theme.ts';
import {useStore} from './use-store.ts';

const title = (name: string, log: LogView, width: number, theme: Theme): string => {
	const last = Math.min(log.lines.length, log.top + log.height);
	const where =
		log.lines.length === 0
			? 'no lines'
			: `lines ${countInWords(log.top + 1)} to ${countInWords(last)} of ${countInWords(log.lines.length)} read`;
	const facts = [
		where,
		log.omitted === undefined ? 'from its start' : log.omitted,
		log.dropped === 0 ? [] : `${plural(log.dropped, 'older line')} dropped here`,
		log.following ? 'following' : log.unseen > 0 ? `paused, ${plural(log.unseen, 'new line')} below` : 'paused',
	].flat();
	const head = `${theme.rule} ${clip(name, Math.floor(width / 2), theme.ellipsis)} `;
	const rest = clip([[], ...facts].join(` ${theme.bullet} `).trimStart(), width - widthOf(head) - 2, theme.ellipsis);
	const rule = theme.rule.repeat(Math.max(0, width - widthOf(head) - widthOf(rest) - 1));
	return theme.bold(theme.paint.accent(head)) + theme.dim(`${rest} ${rule}`);
};

const notice = (log: LogView): string | undefined => {
	if (log.problem !== undefined) return inOneSentence(log.problem);
	if (log.status === 'waiting') return 'Reading';
	return log.lines.length === 0 ? 'Nothing has been written to it' : undefined;
};

/** One log as it is, around a line or at its end; lines that match the errors pattern stand out. */
export const LogScreen = ({
	console,
	view,
	width,
	height,
}: {
	readonly console: Console;
	readonly view: Extract<View, {kind: 'log'}>;
	readonly width: number;
	readonly height: number;
}): ReactElement => {
	const {theme, errors} = console;
	const log = useStore(view.log);
	const said = notice(log);
	const room = height - 1 - (said === undefined ? 0 : 1);
	useEffect(() => {
		view.log.update(logResized(room));
		console.viewResized(room);
	}, [console, view, room]);
	const lines = log.lines.slice(log.top, log.top + room).map(({text, position}) => {
		const marked = position === log.marked;
		const words = clip(`${marked ? theme.pointer : ' '} ${text}`, width, theme.ellipsis);
		if (marked) return theme.inverse(words);
		if (log.status === 'broken') return theme.dim(words);
		return errors.test(text) ? theme.paint.bad(words) : words;
	});
	return (
		<Lines
			width={width}
			height={height}
			lines={[
				title(view.title, log, width, theme),
				...lines,
				...(said === undefined
					? []
					: [theme.paint[log.problem === undefined ? 'muted' : 'bad'](clip(`  ${said}`, width, theme.ellipsis))]),
			]}
		/>
	);
};
