import type {Section} from '../store/session.ts';

type Table = Extract<Section, {kind: 'table'}>;

const withWraps = (section: Section, ifItFits: boolean): Section => {
	if (section.kind !== 'table') return section;
	const {wraps} = section;
	if (wraps === undefined) return section;
	return {
		...section,
		wraps(row) {
			const goesOn = wraps(row);
			return goesOn === 'if it fits' ? ifItFits : goesOn;
		},
	};
};

/** What a table had to cut so that it fits, in full. */
const whatWasCut = ({rows, wraps}: Table, lines: readonly string[]): readonly string[] =>
	rows.flatMap(row => {
		const texts = Object.values(row);
		const text = texts.at(-1) ?? '';
		const isCut = wraps?.(row) === 'if it fits' && !lines.some(line => line.includes(text));
		return isCut ? [`${texts[0]}: ${text}`] : [];
	});

/**
 * The parts of some details as they are drawn in `room` lines of the screen. Texts of tables go on in the next line where they may; but where
 * what is needed would not be on the screen then, they are cut and stand in full below it.
 */
export const arranged = (
	sections: readonly Section[],
	room: number,
	draw: (section: Section) => readonly string[],
): readonly Section[] => {
	const whole = sections.map(section => withWraps(section, true));
	const needed = sections.findLastIndex(section => section.kind === 'text' && section.needed === true);
	if (needed === -1) return whole;
	// The last line of a section is empty.
	const height = whole.slice(0, needed + 1).reduce((sum, section) => sum + draw(section).length, -1);
	if (height <= room) return whole;
	const tight = sections.map(section => withWraps(section, false));
	const lines = sections.flatMap((section, index) => {
		const drawn = tight[index];
		return section.kind === 'table' && drawn !== undefined ? whatWasCut(section, draw(drawn)) : [];
	});
	return lines.length === 0 ? tight : tight.toSpliced(needed + 1, 0, {kind: 'text', heading: 'In full', lines});
};
