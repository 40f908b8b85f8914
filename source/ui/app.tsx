import {Box, useInput, usePaste, useWindowSize} from 'ink';
import type {ReactElement} from 'react';
import type {View} from '../store/session.ts';
import {chords} from './chord.ts';
import type {Console} from './console.ts';
import {DetailsScreen} from './details-screen.tsx';
import {DialogBox} from './dialog-box.tsx';
import {Footer, footerHeight} from './footer.tsx';
import {Header, headerHeight} from './header.tsx';
import {HelpScreen} from './help-screen.tsx';
import {Line} from './lines.tsx';
import {LogScreen} from './log/log-screen.tsx';
import {Overview} from './overview.tsx';
import {useStore} from './use-store.ts';

/** What the smallest useful screen takes, in cells. */
const smallest = {columns: 40, rows: 12};

type Size = {readonly width: number; readonly height: number};

const ViewScreen = ({
	view,
	console,
	...size
}: {readonly view: View; readonly console: Console} & Size): ReactElement => {
	switch (view.kind) {
		case 'log':
			return <LogScreen console={console} view={view} {...size} />;
		case 'details':
			return <DetailsScreen console={console} view={view} {...size} />;
	}
};

const Body = ({console, ...size}: {readonly console: Console} & Size): ReactElement => {
	const {help, views} = useStore(console.session);
	const top = views.at(-1);
	if (help) return <HelpScreen console={console} {...size} />;
	return top === undefined ? (
		<Overview console={console} {...size} />
	) : (
		<ViewScreen view={top} console={console} {...size} />
	);
};

/** The whole screen, and the only place that listens to the keyboard. */
export const App = ({console}: {readonly console: Console}): ReactElement => {
	const {columns, rows} = useWindowSize();
	const [dialog] = useStore(console.session, state => state.dialogs);
	const tooSmall = columns < smallest.columns || rows < smallest.rows;
	useInput((input, key) => {
		// What cannot be seen cannot be meant.
		for (const chord of chords(input, key)) if (!tooSmall || chord === 'ctrl-c') console.press(chord);
	});
	usePaste(text => console.paste(text));
	if (tooSmall) {
		return <Line text={`mlops-tui needs ${smallest.columns}x${smallest.rows}`} />;
	}
	return (
		<Box flexDirection="column" width={columns} height={rows} overflow="hidden">
			<Header console={console} width={columns} />
			<Body console={console} width={columns} height={rows - headerHeight - footerHeight} />
			<Footer console={console} width={columns} />
			{dialog === undefined ? null : <DialogBox dialog={dialog} theme={console.theme} columns={columns} rows={rows} />}
		</Box>
	);
};
