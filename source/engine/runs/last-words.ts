import {visible} from '../../parse/lines/visible.ts';

/** BuildKit puts the output of the step that failed between two of these. */
const frame = '------';

/** The number of the step and the seconds since it began, which BuildKit puts before what a step says. */
const stamp = /^(?:#\d+ )?\d+\.\d+ /;

/** What compose said at last in the output of a run that made no container: the last words of the step that failed, else its own. */
export const lastWordsOf = (output: string): string => {
	const lines = output
		.split(/[\r\n]+/)
		.map(line => visible(line, {colour: false}).trim())
		.filter(line => line !== '');
	const end = lines.lastIndexOf(frame);
	const begin = end < 1 ? -1 : lines.lastIndexOf(frame, end - 1);
	const step = begin === -1 ? [] : lines.slice(begin + 1, end).filter(line => !line.startsWith('> ['));
	return (step.at(-1) ?? lines.at(-1) ?? '').replace(stamp, '');
};
