import {hidden} from './hidden.ts';

type Range = readonly [number, number];

/** What a match hides: its capture groups where some took part, else all of it. */
const rangesOf = (match: RegExpExecArray): readonly Range[] => {
	const [whole, ...groups]: ReadonlyArray<Range | undefined> = match.indices ?? [];
	const taken = groups.filter(range => range !== undefined).filter(([start, end]) => end > start);
	return taken.length > 0 ? taken.toSorted(([a], [b]) => a - b) : whole === undefined ? [] : [whole];
};

/** Hides what these expressions match; a capture group hides only itself. */
export const hideMatches = (patterns: readonly RegExp[]): ((text: string) => string) => {
	const own = patterns.map(({source, flags}) => new RegExp(source, `${flags.replaceAll(/[dgy]/g, '')}dg`));
	return text => {
		let shown = text;
		for (const pattern of own) {
			const ranges = [...shown.matchAll(pattern)].flatMap(rangesOf);
			let rest = '';
			let from = 0;
			for (const [start, end] of ranges) {
				if (end <= start) continue;
				if (start >= from) rest += shown.slice(from, start) + hidden;
				from = Math.max(from, end);
			}
			shown = rest + shown.slice(from);
		}
		return shown;
	};
};
