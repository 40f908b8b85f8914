import type {ContainerLine} from './container-lines.ts';
import {disorder} from './place.ts';

/** Lines of a flood that are held for others to come before them. */
const mostHeld = 2000;

export type Sorter = {push(line: ContainerLine): void; end(): void};

/** Puts lines that come nearly in the order of their stamps into that order. */
export const createSorter = (take: (line: ContainerLine) => void): Sorter => {
	let held: ContainerLine[] = [];
	let released = 0;
	let newest = 0;

	const release = (until: number): void => {
		for (; released < held.length; released += 1) {
			const line = held[released];
			if (line === undefined || (line.line.position >= until && held.length - released <= mostHeld)) break;
			take(line);
		}
		if (released < mostHeld && released < held.length) return;
		held = held.slice(released);
		released = 0;
	};

	return {
		push(line) {
			const {position} = line.line;
			let at = held.length;
			while (at > released && (held[at - 1]?.line.position ?? 0) > position) at -= 1;
			if (at === held.length) held.push(line);
			else held.splice(at, 0, line);
			newest = Math.max(newest, position);
			release(newest - disorder);
		},
		end: () => release(Infinity),
	};
};
