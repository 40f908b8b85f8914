/** One of the files that a log consists of: the one that is written to, or one that it was rotated to. */
export type Piece = {
	readonly path: string;
	/** The same for as long as the file exists, whatever it is called: its device and inode, `2049:131072`. */
	readonly part: string;
	/** Bytes on disk; of a compressed one not those that it holds. */
	readonly size: number;
	readonly modifiedAt: Date;
	/** Whether it is a `.gz`, or compressed otherwise. Its positions are those of what it holds. */
	readonly compressed: boolean;
};
