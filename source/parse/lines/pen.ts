/*
 * The colours and styles of ECMA-48 and xterm that change how a sign looks and not whether it can be seen: 8, which conceals, is none of them.
 * https://invisible-island.net/xterm/ctlseqs/ctlseqs.html#h4-Functions-using-CSI-_-ordered-by-the-final-character-lparen-s-rparen:CSI-Pm-m.1CA7
 */
const closing: Readonly<Record<number, number>> = {
	1: 22,
	2: 22,
	3: 23,
	4: 24,
	5: 25,
	6: 25,
	7: 27,
	9: 29,
	21: 24,
	53: 55,
};
const ends = new Set([22, 23, 24, 25, 27, 29, 39, 49, 55, 59]);

/** The parameter that ends what this one begins. */
export const endOf = (code: number): number | undefined => {
	if ((code >= 30 && code <= 37) || (code >= 90 && code <= 97)) return 39;
	if ((code >= 40 && code <= 47) || (code >= 100 && code <= 107)) return 49;
	return closing[code];
};

/** 38, 48 and 58 are followed by the colour; what ends them is the next number. */
export const isColour = (code: number): boolean => code === 38 || code === 48 || code === 58;

type Step =
	| {readonly kind: 'begin'; readonly codes: string; readonly end: number}
	| {readonly kind: 'end'; readonly end: number}
	| {readonly kind: 'reset'};

const isByte = (text: string | undefined): text is string =>
	text !== undefined && /^\d{1,3}$/.test(text) && Number(text) <= 255;

/** The colour that follows 38, 48 or 58, without the empty colour space that may stand in its form with colons; undefined when it is none. */
const colourOf = (values: readonly string[]): readonly string[] | undefined => {
	const [model, ...rest] = values;
	const size = model === '5' ? 1 : model === '2' ? 3 : 0;
	const colour = rest.slice(0, size);
	return model !== undefined && size > 0 && colour.length === size && colour.every(isByte)
		? [model, ...colour]
		: undefined;
};

/** What the parameters ask for, one after the other; undefined when one of them is not known. */
const stepsOf = (parameters: string): readonly Step[] | undefined => {
	const steps: Step[] = [];
	const words = parameters.split(';');
	for (let index = 0; index < words.length; index++) {
		const [first = '', ...sub] = (words[index] ?? '').split(':');
		const code = Number(first);
		if (isColour(code)) {
			const named =
				sub.length > 0
					? colourOf(sub.length > 4 ? [sub[0] ?? '', ...sub.slice(2)] : sub)
					: colourOf(words.slice(index + 1, index + 5));
			if (named === undefined) return undefined;
			steps.push({kind: 'begin', codes: [code, ...named].join(';'), end: code + 1});
			if (sub.length === 0) index += named.length;
			continue;
		}
		// `4:3` is a wavy underline, and `4:0` none; to most terminals it is one or not.
		if (sub.length > 0 && !(code === 4 && sub.length === 1 && /^[0-5]$/.test(sub[0] ?? ''))) return undefined;
		const end = endOf(code);
		if (code === 0) steps.push({kind: 'reset'});
		else if (sub[0] === '0') steps.push({kind: 'end', end: 24});
		else if (ends.has(code)) steps.push({kind: 'end', end: code});
		else if (end === undefined) return undefined;
		else steps.push({kind: 'begin', codes: String(code), end});
	}
	return steps;
};

const sequence = (codes: readonly (number | string)[]): string =>
	codes.length === 0 ? '' : `\u001B[${codes.join(';')}m`;

/** The colours and styles of one line, as they may be sent. It ends only what the line began, so that a style around the line stays. */
export type Pen = {
	/** The sequence for these parameters of an SGR sequence (`1;31`); undefined when one of them is not known. */
	set(parameters: string): string | undefined;
	/** The sequence that ends all that is still on. */
	lift(): string;
};

export const createPen = (): Pen => {
	const open = new Set<number>();
	const lift = (): readonly number[] => {
		const codes = [...open];
		open.clear();
		return codes;
	};
	const follow = (step: Step): ReadonlyArray<number | string> => {
		switch (step.kind) {
			case 'begin':
				open.add(step.end);
				return [step.codes];
			case 'end':
				return open.delete(step.end) ? [step.end] : [];
			case 'reset':
				return lift();
		}
	};
	return {
		set(parameters) {
			const steps = stepsOf(parameters);
			return steps && sequence(steps.flatMap(follow));
		},
		lift: () => sequence(lift()),
	};
};
