import type {Scanned} from './scan-request.ts';

type Line = Extract<Scanned, {readonly kind: 'line'}>;

/**
 * Holds back the newest line that a host found in a text behind which a line end was put, until it is known where that text ends (`end`): the line
 * may be one byte too long, or none at all.
 */
export const createHolder = (): {
	/** What can be handed on; what it holds stays valid. */
	take(found: Scanned): readonly Scanned[];
	end(end: number): readonly Scanned[];
} => {
	let held: Line | undefined;
	return {
		take(found) {
			if (found.kind !== 'line') return [found];
			const before = held;
			held = {...found, raw: {...found.raw, bytes: Buffer.from(found.raw.bytes)}};
			return before === undefined ? [] : [before];
		},
		end(end) {
			if (held === undefined || held.raw.position >= end) return [];
			const {position, size} = held.raw;
			return [{...held, raw: {...held.raw, size: Math.min(size, end - position)}}];
		},
	};
};
