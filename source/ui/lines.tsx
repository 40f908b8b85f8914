import {Box, Text} from 'ink';
import {memo, type ReactElement} from 'react';

/** One line of the screen, composed already. It is drawn again only when it reads differently. */
export const Line = memo(({text}: {readonly text: string}): ReactElement => (
	<Text wrap="truncate">{text === '' ? ' ' : text}</Text>
));

/** Lines from the top of a box of this size. */
export const Lines = ({
	lines,
	width,
	height,
}: {
	readonly lines: readonly string[];
	readonly width: number;
	readonly height: number;
}): ReactElement => (
	<Box flexDirection="column" width={width} height={height} overflow="hidden" flexShrink={0}>
		{lines.slice(0, height).map((line, index) => (
			// A line has no identity but its place on the screen.
			// eslint-disable-next-line react/no-array-index-key
			<Line key={index} text={line} />
		))}
	</Box>
);
