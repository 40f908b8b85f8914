import {countInWords} from '../../domain/words.ts';

/** A line as it is folded; what else the caller keeps of it comes back with the occurrence. */
export type Line = {
	readonly text: string;
	/** Whether all of it matches what is looked for, where only a part of it is there. */
	readonly matches?: boolean | undefined;
};

/** One error as it was written: the line that says so, and the lines that belong to it. */
export type Occurrence<Of extends Line> = {
	readonly line: Of;
	readonly details: readonly string[];
	/** The exception's own line, `ValueError: no rows`: of a chain the one that was raised in the end. */
	readonly exception: string | undefined;
};

/** An occurrence whose lines are still arriving. */
export type Growing<Of extends Line> = {
	readonly line: Of;
	add(detail: string): void;
	raise(exception: string): void;
	occurrence(): Occurrence<Of>;
};

// A recursion error has a thousand frames: the first and the last ones say it all, and its last line names it.
const firstKept = 100;
const lastKept = 200;
const widest = 2000;

const shortened = (text: string): string =>
	text.length <= widest ? text : `${text.slice(0, widest)}… ${countInWords(text.length - widest)} characters more`;

export const createOccurrence = <Of extends Line>(line: Of): Growing<Of> => {
	const first: string[] = [];
	let last: string[] = [];
	let left = 0;
	let exception: string | undefined;
	return {
		line,
		add(detail) {
			if (first.length < firstKept) first.push(shortened(detail));
			else last.push(shortened(detail));
			if (last.length < 2 * lastKept) return;
			left += lastKept;
			last = last.slice(lastKept);
		},
		raise(text) {
			exception = shortened(text.trim());
		},
		occurrence() {
			const over = Math.max(0, last.length - lastKept);
			const gap = left + over === 0 ? [] : [`… ${countInWords(left + over)} lines more`];
			return {line, details: [...first, ...gap, ...last.slice(over)], exception};
		},
	};
};
