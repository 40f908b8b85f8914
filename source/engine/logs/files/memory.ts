import type {Piece} from './piece.ts';

/** What stands right before a byte of a file: by that it is known again under another name and inode. */
export type Fingerprint = {readonly position: number; readonly trail: Buffer};

type Neighbours = {readonly older: ReadonlySet<string>; readonly younger: ReadonlySet<string>};

/** What is remembered of the files of a log, also of those that are gone. */
export type Memory = {
	/** Takes note of how they were listed. */
	saw(pieces: readonly Piece[]): void;
	/** Takes note of what was read last of one. */
	read(piece: Pick<Piece, 'part' | 'path'>, fingerprint: Fingerprint): void;
	/** With the name that it had then. */
	fingerprintOf(part: string): (Fingerprint & Pick<Piece, 'path'>) | undefined;
	/** Those beside it, when it was seen last. */
	neighboursOf(part: string): Neighbours | undefined;
	/** How many bytes a compressed one holds, counted once. */
	sizeOf(piece: Piece, count: () => Promise<number>): Promise<number>;
};

export const createMemory = (): Memory => {
	const fingerprints = new Map<string, Fingerprint & Pick<Piece, 'path'>>();
	const neighbours = new Map<string, Neighbours>();
	const sizes = new Map<string, number>();
	return {
		saw(pieces) {
			const parts = pieces.map(({part}) => part);
			for (const [index, part] of parts.entries())
				neighbours.set(part, {older: new Set(parts.slice(0, index)), younger: new Set(parts.slice(index + 1))});
		},
		read({part, path}, {position, trail}) {
			if (trail.length > 0) fingerprints.set(part, {position, trail: Buffer.from(trail), path});
		},
		fingerprintOf: part => fingerprints.get(part),
		neighboursOf: part => neighbours.get(part),
		async sizeOf({part, size, modifiedAt}, count) {
			const key = `${part} ${size} ${modifiedAt.getTime()}`;
			const known = sizes.get(key) ?? (await count());
			sizes.set(key, known);
			return known;
		},
	};
};
