/** What rotated files are compressed with, by how their names end. `failures` are the codes, as a shell matches them, with which it gives up. */
const packings = {
	gz: {tool: 'gzip', failures: '1'}, // 2 is a warning: something stands behind what it decompressed.
	xz: {tool: 'xz', failures: '1'},
	zst: {tool: 'zstd', failures: '1'},
	bz2: {tool: 'bzip2', failures: '[1-3]'},
} as const;

export type Packing = (typeof packings)[keyof typeof packings];

/** The ends of their names, as an expression. */
export const packedEnding = String.raw`\.(?:${Object.keys(packings).join('|')})`;

/** How a compressed file is compressed. */
export const packingOf = (path: string): Packing =>
	Object.entries(packings).find(([ending]) => path.endsWith(`.${ending}`))?.[1] ?? packings.gz;
