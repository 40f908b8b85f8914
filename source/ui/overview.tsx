import {Box} from 'ink';
import {useEffect, type ReactElement} from 'react';
import type {Pane} from '../panes/pane.ts';
import type {Console} from './console.ts';
import {drawPane, linesWanted, roomForRows, type Frame} from './draw-pane.ts';
import {frameHeight, shareHeight} from './heights.ts';
import {Lines} from './lines.tsx';
import {useFeeds} from './use-feeds.ts';
import {useStore} from './use-store.ts';

type Size = {readonly width: number; readonly height: number};

const PaneBox = ({
	pane,
	console,
	size,
	focused,
	repeats,
}: {
	readonly pane: Pane;
	readonly console: Console;
	readonly size: Size;
	readonly focused: boolean;
	readonly repeats: boolean;
}): ReactElement => {
	useStore(pane.feed);
	useStore(pane.cursor);
	const now = useStore(console.clock);
	const frame: Frame = {...size, focused, repeats, now, theme: console.theme};
	const room = roomForRows(pane, frame);
	useEffect(() => pane.resize(room), [pane, room]);
	return <Lines lines={drawPane(pane, frame)} {...size} />;
};

/** Whether a pane above is broken for the same reason: a lost connection need be explained only once. */
const repeats = (pane: Pane, panes: readonly Pane[]): boolean => {
	const {problem} = pane.feed.get();
	return (
		problem !== undefined && panes.slice(0, panes.indexOf(pane)).some(above => above.feed.get().problem === problem)
	);
};

/** All panes on one screen, or the one with the focus alone. */
export const Overview = ({console, width, height}: {readonly console: Console} & Size): ReactElement => {
	const {focus, zoomed} = useStore(console.session);
	// Where not every pane has room for a row, the one with the focus has the screen.
	const alone = zoomed || height < console.panes.length * (frameHeight + 1);
	const shown = alone ? console.panes.filter(({id}) => id === focus) : console.panes;
	const wanted = useLinesWanted(console.panes, width);
	const heights = shareHeight(
		shown.map(pane => ({id: pane.id, rows: wanted[console.panes.indexOf(pane)] ?? 0})),
		height,
		focus,
	);
	return (
		<Box flexDirection="column" width={width} height={height} overflow="hidden">
			{shown.map(pane => (
				<PaneBox
					key={pane.id}
					pane={pane}
					console={console}
					focused={pane.id === focus}
					repeats={repeats(pane, shown)}
					size={{width, height: alone ? height : (heights.get(pane.id) ?? 0)}}
				/>
			))}
		</Box>
	);
};

const useLinesWanted = (panes: Console['panes'], width: number): readonly number[] =>
	useFeeds(panes, () => panes.map(pane => linesWanted(pane, {width, repeats: repeats(pane, panes)})).join(' '))
		.split(' ')
		.map(Number);
