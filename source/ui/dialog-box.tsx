import {Box} from 'ink';
import type {ReactElement} from 'react';
import {printable} from '../domain/printable.ts';
import type {Dialog} from '../store/session.ts';
import {Line} from './lines.tsx';
import {clip, fit, widthOf, wrap} from './text.ts';
import type {Theme} from './theme.ts';

const button = (label: string, focused: boolean, theme: Theme): string =>
	focused ? theme.inverse(`${theme.pointer} ${label} `) : `  ${label} `;

const drawField = ({field}: Dialog, width: number, theme: Theme): readonly string[] => {
	switch (field.kind) {
		case 'choice':
			return [
				[
					button('Cancel', field.focused === 'cancel', theme),
					button(clip(field.yes, width - 16, theme.ellipsis), field.focused === 'yes', theme),
					...(field.also === undefined ? [] : [button(field.also, field.focused === 'also', theme)]),
				].join('  '),
				theme.dim('<tab> choose  <enter> answer  <esc> cancel'),
			];
		case 'text': {
			const label = clip(field.label, width - 8, theme.ellipsis);
			const shown = field.echo ? field.typed : '*'.repeat([...field.typed].length);
			const tail = [...shown].slice(-(width - widthOf(label) - 4)).join('');
			return [`${label}: ${printable(tail)}${theme.inverse(' ')}`, theme.dim('<enter> answer  <esc> cancel')];
		}
	}
};

/** A question on top of everything. Its lines are filled up, so that nothing shows through. */
export const DialogBox = ({
	dialog,
	theme,
	columns,
	rows,
}: {
	readonly dialog: Dialog;
	readonly theme: Theme;
	readonly columns: number;
	readonly rows: number;
}): ReactElement => {
	const inner = Math.min(72, columns - 6);
	const lines = [
		theme.bold(fit(dialog.title, inner, theme.ellipsis)),
		'',
		...dialog.lines.flatMap(line => wrap(line, inner)),
		...(dialog.lines.length > 0 ? [''] : []),
		...drawField(dialog, inner, theme),
	];
	const height = lines.length + 2;
	return (
		<Box
			position="absolute"
			top={Math.max(0, Math.floor((rows - height) / 2))}
			left={Math.max(0, Math.floor((columns - inner - 4) / 2))}
			width={inner + 4}
			height={height}
			flexDirection="column"
			borderStyle={theme.rule === '-' ? 'classic' : 'round'}
		>
			{lines.map((line, index) => (
				// A line has no identity but its place in the box.
				// eslint-disable-next-line react/no-array-index-key
				<Line key={index} text={` ${line}${' '.repeat(Math.max(0, inner - widthOf(line)))} `} />
			))}
		</Box>
	);
};
