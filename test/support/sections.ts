import type {Section} from '../../source/store/session.ts';
import {wrap} from '../../source/ui/text.ts';

/** The headings and lines of some details, without their tables. */
export const textsIn = (sections: readonly Section[]): readonly string[] =>
	sections.flatMap(section => [section.heading, ...(section.kind === 'text' ? section.lines : [])]);

/** Draws details without a frame: the last text of a row in lines of so many cells, or cut. */
export const drawPlainly =
	(width: number) =>
	(section: Section): readonly string[] => {
		if (section.kind !== 'table') return [...textsIn([section]), ''];
		const rows = section.rows.flatMap(row => {
			const lines = wrap(Object.values(row).at(-1) ?? '', width);
			return (section.wraps?.(row) ?? false) === false ? lines.slice(0, 1) : lines;
		});
		return [section.heading, ...rows, ''];
	};
